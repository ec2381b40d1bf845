/**
 * States, provinces and the like, for countries whose addresses are known to name one of a list. Values are what
 * address metadata (libaddressinput) has for each, which tests of the original choose by: letters where a country writes
 * letters, and otherwise the name in its own script. Names are in Latin letters.
 */

export type Region = readonly [value: string, name: string];

/** "AL Alabama, AK Alaska": a value ends at the first space. */
// biome-ignore format: a paragraph a country
const LETTERS: Readonly<Record<string, string>> = {
  AU: `ACT Australian Capital Territory, NSW New South Wales, NT Northern Territory, QLD Queensland, SA South Australia,
    TAS Tasmania, VIC Victoria, WA Western Australia`,
  BR: `AC Acre, AL Alagoas, AP Amapá, AM Amazonas, BA Bahia, CE Ceará, DF Distrito Federal, ES Espírito Santo, GO Goiás,
    MA Maranhão, MT Mato Grosso, MS Mato Grosso do Sul, MG Minas Gerais, PA Pará, PB Paraíba, PR Paraná, PE Pernambuco,
    PI Piauí, RJ Rio de Janeiro, RN Rio Grande do Norte, RS Rio Grande do Sul, RO Rondônia, RR Roraima,
    SC Santa Catarina, SP São Paulo, SE Sergipe, TO Tocantins`,
  CA: `AB Alberta, BC British Columbia, MB Manitoba, NB New Brunswick, NL Newfoundland and Labrador,
    NT Northwest Territories, NS Nova Scotia, NU Nunavut, ON Ontario, PE Prince Edward Island, QC Quebec,
    SK Saskatchewan, YT Yukon`,
  IT: `AG Agrigento, AL Alessandria, AN Ancona, AO Aosta, AR Arezzo, AP Ascoli Piceno, AT Asti, AV Avellino, BA Bari,
    BT Barletta-Andria-Trani, BL Belluno, BN Benevento, BG Bergamo, BI Biella, BO Bologna, BZ Bolzano, BS Brescia,
    BR Brindisi, CA Cagliari, CL Caltanissetta, CB Campobasso, CE Caserta, CT Catania, CZ Catanzaro, CH Chieti, CO Como,
    CS Cosenza, CR Cremona, KR Crotone, CN Cuneo, EN Enna, FM Fermo, FE Ferrara, FI Firenze, FG Foggia, FC Forlì-Cesena,
    FR Frosinone, GE Genova, GO Gorizia, GR Grosseto, IM Imperia, IS Isernia, AQ L'Aquila, SP La Spezia, LT Latina,
    LE Lecce, LC Lecco, LI Livorno, LO Lodi, LU Lucca, MC Macerata, MN Mantova, MS Massa-Carrara, MT Matera, ME Messina,
    MI Milano, MO Modena, MB Monza e Brianza, NA Napoli, NO Novara, NU Nuoro, OR Oristano, PD Padova, PA Palermo,
    PR Parma, PV Pavia, PG Perugia, PU Pesaro e Urbino, PE Pescara, PC Piacenza, PI Pisa, PT Pistoia, PN Pordenone,
    PZ Potenza, PO Prato, RG Ragusa, RA Ravenna, RC Reggio Calabria, RE Reggio Emilia, RI Rieti, RN Rimini, RM Roma,
    RO Rovigo, SA Salerno, SS Sassari, SV Savona, SI Siena, SR Siracusa, SO Sondrio, SU Sud Sardegna, TA Taranto,
    TE Teramo, TR Terni, TO Torino, TP Trapani, TN Trento, TV Treviso, TS Trieste, UD Udine, VA Varese, VE Venezia,
    VB Verbano-Cusio-Ossola, VC Vercelli, VR Verona, VV Vibo Valentia, VI Vicenza, VT Viterbo`,
  US: `AL Alabama, AK Alaska, AS American Samoa, AZ Arizona, AR Arkansas, AA Armed Forces (AA), AE Armed Forces (AE),
    AP Armed Forces (AP), CA California, CO Colorado, CT Connecticut, DE Delaware, DC District of Columbia, FL Florida,
    GA Georgia, GU Guam, HI Hawaii, ID Idaho, IL Illinois, IN Indiana, IA Iowa, KS Kansas, KY Kentucky, LA Louisiana,
    ME Maine, MH Marshall Islands, MD Maryland, MA Massachusetts, MI Michigan, FM Micronesia, MN Minnesota,
    MS Mississippi, MO Missouri, MT Montana, NE Nebraska, NV Nevada, NH New Hampshire, NJ New Jersey, NM New Mexico,
    NY New York, NC North Carolina, ND North Dakota, MP Northern Mariana Islands, OH Ohio, OK Oklahoma, OR Oregon,
    PW Palau, PA Pennsylvania, PR Puerto Rico, RI Rhode Island, SC South Carolina, SD South Dakota, TN Tennessee,
    TX Texas, UT Utah, VT Vermont, VI Virgin Islands, VA Virginia, WA Washington, WV West Virginia, WI Wisconsin,
    WY Wyoming`,
  MX: `Ags. Aguascalientes, B.C. Baja California, B.C.S. Baja California Sur, Camp. Campeche, Chis. Chiapas,
    Chih. Chihuahua, CDMX Ciudad de México, Coah. Coahuila de Zaragoza, Col. Colima, Dgo. Durango, Méx. Estado de México,
    Gto. Guanajuato, Gro. Guerrero, Hgo. Hidalgo, Jal. Jalisco, Mich. Michoacán, Mor. Morelos, Nay. Nayarit,
    N.L. Nuevo León, Oax. Oaxaca, Pue. Puebla, Qro. Querétaro, Q.R. Quintana Roo, S.L.P. San Luis Potosí, Sin. Sinaloa,
    Son. Sonora, Tab. Tabasco, Tamps. Tamaulipas, Tlax. Tlaxcala, Ver. Veracruz, Yuc. Yucatán, Zac. Zacatecas`,
  JP: `北海道 Hokkaido, 青森県 Aomori, 岩手県 Iwate, 宮城県 Miyagi, 秋田県 Akita, 山形県 Yamagata, 福島県 Fukushima,
    茨城県 Ibaraki, 栃木県 Tochigi, 群馬県 Gunma, 埼玉県 Saitama, 千葉県 Chiba, 東京都 Tokyo, 神奈川県 Kanagawa,
    新潟県 Niigata, 富山県 Toyama, 石川県 Ishikawa, 福井県 Fukui, 山梨県 Yamanashi, 長野県 Nagano, 岐阜県 Gifu,
    静岡県 Shizuoka, 愛知県 Aichi, 三重県 Mie, 滋賀県 Shiga, 京都府 Kyoto, 大阪府 Osaka, 兵庫県 Hyogo, 奈良県 Nara,
    和歌山県 Wakayama, 鳥取県 Tottori, 島根県 Shimane, 岡山県 Okayama, 広島県 Hiroshima, 山口県 Yamaguchi,
    徳島県 Tokushima, 香川県 Kagawa, 愛媛県 Ehime, 高知県 Kochi, 福岡県 Fukuoka, 佐賀県 Saga, 長崎県 Nagasaki,
    熊本県 Kumamoto, 大分県 Oita, 宮崎県 Miyazaki, 鹿児島県 Kagoshima, 沖縄県 Okinawa`,
};

/** Where the name is the value. */
// biome-ignore format: a paragraph a country
const NAMES: Readonly<Record<string, string>> = {
  AR: `Buenos Aires, Catamarca, Chaco, Chubut, Ciudad Autónoma de Buenos Aires, Córdoba, Corrientes, Entre Ríos, Formosa,
    Jujuy, La Pampa, La Rioja, Mendoza, Misiones, Neuquén, Río Negro, Salta, San Juan, San Luis, Santa Cruz, Santa Fe,
    Santiago del Estero, Tierra del Fuego, Tucumán`,
  ES: `A Coruña, Álava, Albacete, Alicante, Almería, Asturias, Ávila, Badajoz, Baleares, Barcelona, Burgos, Cáceres,
    Cádiz, Cantabria, Castellón, Ceuta, Ciudad Real, Córdoba, Cuenca, Girona, Granada, Guadalajara, Guipúzcoa, Huelva,
    Huesca, Jaén, La Rioja, Las Palmas, León, Lleida, Lugo, Madrid, Málaga, Melilla, Murcia, Navarra, Ourense, Palencia,
    Pontevedra, Salamanca, Santa Cruz de Tenerife, Segovia, Sevilla, Soria, Tarragona, Teruel, Toledo, Valencia,
    Valladolid, Vizcaya, Zamora, Zaragoza`,
  IE: `Co. Carlow, Co. Cavan, Co. Clare, Co. Cork, Co. Donegal, Co. Dublin, Co. Galway, Co. Kerry, Co. Kildare,
    Co. Kilkenny, Co. Laois, Co. Leitrim, Co. Limerick, Co. Longford, Co. Louth, Co. Mayo, Co. Meath, Co. Monaghan,
    Co. Offaly, Co. Roscommon, Co. Sligo, Co. Tipperary, Co. Waterford, Co. Westmeath, Co. Wexford, Co. Wicklow`,
  IN: `Andaman and Nicobar Islands, Andhra Pradesh, Arunachal Pradesh, Assam, Bihar, Chandigarh, Chhattisgarh,
    Dadra and Nagar Haveli and Daman and Diu, Delhi, Goa, Gujarat, Haryana, Himachal Pradesh, Jammu and Kashmir,
    Jharkhand, Karnataka, Kerala, Ladakh, Lakshadweep, Madhya Pradesh, Maharashtra, Manipur, Meghalaya, Mizoram, Nagaland,
    Odisha, Puducherry, Punjab, Rajasthan, Sikkim, Tamil Nadu, Telangana, Tripura, Uttar Pradesh, Uttarakhand,
    West Bengal`,
  HK: "Hong Kong Island, Kowloon, New Territories",
  MY: `Johor, Kedah, Kelantan, Kuala Lumpur, Labuan, Melaka, Negeri Sembilan, Pahang, Perak, Perlis, Pulau Pinang,
    Putrajaya, Sabah, Sarawak, Selangor, Terengganu`,
};

/** Where a value has spaces in it and is not the name. */
const PAIRS: Readonly<Record<string, readonly Region[]>> = {
  AE: [
    ["أبو ظبي", "Abu Dhabi"],
    ["عجمان", "Ajman"],
    ["إمارة دبيّ", "Dubai"],
    ["الفجيرة", "Fujairah"],
    ["إمارة رأس الخيمة", "Ras al Khaimah"],
    ["إمارة الشارقةّ", "Sharjah"],
    ["ام القيوين", "Umm Al Quwain"],
  ],
};

const lists: ReadonlyMap<string, readonly Region[]> = new Map([
  ...Object.entries(LETTERS).map(([country, text]) => [country, listOf(text).map(valueAndName)] as const),
  ...Object.entries(NAMES).map(
    ([country, text]) => [country, listOf(text).map((name): Region => [name, name])] as const,
  ),
  ...Object.entries(PAIRS),
]);

/** The states of a country, in the order to show them; null where an address's is free text. */
export function regionsOf(country: string): readonly Region[] | null {
  return lists.get(country) ?? null;
}

function listOf(text: string): string[] {
  return text.split(",").map((one) => one.trim().replace(/\s+/g, " "));
}

function valueAndName(text: string): Region {
  const space = text.indexOf(" ");
  return [text.slice(0, space), text.slice(space + 1)];
}
