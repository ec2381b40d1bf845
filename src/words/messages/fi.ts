/** Every phrase of the page, in Finnish. */
import type { Messages } from "./en.ts";

const DECLINED_CREDIT = "Luottokorttisi hylättiin. Yritä maksaa sen sijaan pankkikortilla.";

const GENITIVES = { day: "päivän", month: "kuukauden", week: "viikon", year: "vuoden" };

export const fi: Messages = {
  tag: "fi",

  notice: {
    title: "Checkstand, paikallinen testipalvelin.",
    text: "Tämä ei ole Stripe. Rahaa ei siirry, ja vain testikortit hyväksytään.",
    poweredBefore: "Tämä ei ole",
    powered: "Powered by Stripe",
    poweredAfter: "Tämä on Checkstand, paikallinen testipalvelin",
  },
  testMode: "Testitila",

  header: { backTo: (business) => `Takaisin: ${business}`, back: "Takaisin" },
  summary: {
    title: (business) => `Kassa – ${business}`,
    pay: (business) => `Maksu saajalle ${business}`,
    save: "Tallenna maksutietosi",
    order: "Tilauksen yhteenveto",
    details: "Tiedot",
    quantity: (count) => `Määrä: ${count}`,
    each: (amount) => `${amount} / kpl`,
    subtotal: "Välisumma",
    total: "Maksettava yhteensä",
  },
  order: {
    update: "Päivitä",
    updated: (total) => `Tilaus päivitetty. Maksettava yhteensä: ${total}.`,
    changed: (total) =>
      `Loppusumma on muuttunut, uusi loppusumma on ${total}. Sinua ei ole veloitettu: tarkista tilaus ja ` +
      "maksa uudelleen.",
    shipping: "Toimitus",
    free: "Maksuton",
    lineDiscount: (label, amount) => `${label} (${amount})`,
    percentOff: (percent) => `Alennus ${percent}`,
  },
  tax: {
    tax: "Vero",
    rate: (name, percent) => `${name} (${percent})`,
    included: (name, percent) => `${name} (${percent}, sisältyy hintaan)`,
    exempt: (name) => `${name} (verovapaa)`,
    reverseCharge: (name) => `${name} (käännetty verovelvollisuus)`,
    pending: "Laske antamalla osoite",
    failed: "Ei voitu laskea",
  },
  promotion: {
    add: "Lisää kampanjakoodi",
    apply: "Käytä",
    remove: (code) => `Poista ${code}`,
    missing: "Anna kampanjakoodi.",
    invalid: "Koodi on virheellinen.",
    expired: "Kampanjakoodi on vanhentunut.",
    used: "Koodi on jo käytetty niin monta kertaa kuin sitä voi käyttää.",
    inactive: "Koodi ei ole voimassa.",
    otherCustomer: "Koodi on tarkoitettu toiselle asiakkaalle.",
    firstPurchase: "Koodi on voimassa vain ensimmäisessä ostoksessa.",
    minimum: "Tilauksesi ei yllä koodin vähimmäissummaan.",
  },
  quantity: {
    title: "Muuta määrää",
    label: "Määrä",
    labelOf: (item) => `Määrä: ${item}`,
    change: (item) => `Muuta määrää: ${item}`,
    more: "Lisää määrää",
    less: "Vähennä määrää",
    update: "Päivitä",
    close: "Sulje",
    between: (least, most) => `Anna määrä väliltä ${least}–${most}.`,
    zeroRemoves: "0 poistaa tuotteen.",
  },
  customAmount: {
    label: "Summa",
    change: "Muuta summaa",
    missing: "Anna summa.",
    invalid: "Anna kelvollinen summa.",
    atLeast: (amount) => `Summan on oltava vähintään ${amount}.`,
    atMost: (amount) => `Summa saa olla enintään ${amount}.`,
  },
  shippingOption: {
    heading: "Toimitustapa",
    atLeast: (time) => `Vähintään ${time}`,
    upTo: (time) => `Enintään ${time}`,
    between: (least, most) => `${least} – ${most}`,
    businessDays: (count, plural) => (plural === "one" ? `${count} arkipäivä` : `${count} arkipäivää`),
  },

  recurring: {
    per: { day: "päivässä", month: "kuukaudessa", week: "viikossa", year: "vuodessa" },
    every: (_, count, interval) => `${count} ${GENITIVES[interval]} välein`,
    amount: (amount, often) => `${amount} ${often}`,
    rate: (amount, time) => `${amount} / ${time}`,
    one: { day: "päivä", month: "kuukausi", week: "viikko", year: "vuosi" },
    daysFree: (count, plural) =>
      plural === "one" ? `${count} päivä ilmaiseksi` : `${count} päivää ilmaiseksi`,
    afterTrial: (amount) => `Sitten ${amount}`,
    usage: "Käytön mukaan",
    from: (amount) => `Alkaen ${amount}`,
    subscribeTo: (item) => `Tilaa ${item}`,
    tryItem: (item) => `Kokeile: ${item}`,
    totalToday: "Maksettava yhteensä tänään",
    totalAfterTrial: "Yhteensä kokeilujakson jälkeen",
    terms: (business) =>
      `Tilaamalla annat myyjälle ${business} luvan veloittaa sinua ehtojen mukaisesti, kunnes peruutat ` +
      "tilauksen.",
  },

  form: {
    label: "Maksutiedot",
    email: "Sähköposti",
    emailPlaceholder: "email@example.com",
    card: "Kortti",
    cardInformation: "Kortin tiedot",
    cardNumber: "Kortin numero",
    cardNumberPlaceholder: "1234 1234 1234 1234",
    expiration: "Voimassaolo päättyy",
    expirationPlaceholder: "KK / VV",
    cvc: "CVC",
    name: "Kortinhaltijan nimi",
    namePlaceholder: "Koko nimi kortissa",
    nameOnCard: "Nimi kortissa",
    country: "Maa tai alue",
    payWithCard: "Maksa kortilla",
    payWith: (method: string) => `Maksa: ${method}`,
    fullName: "Koko nimi",
    fullNamePlaceholder: "Etu- ja sukunimi",
    redirected: "Lähetyksen jälkeen sinut ohjataan suorittamaan seuraavat vaiheet turvallisesti.",
  },
  heading: {
    contact: "Yhteystiedot",
    shipping: "Toimitustiedot",
    method: "Maksutapa",
    methodTabs: "Maksa kortilla",
    billing: "Laskutustiedot",
  },
  phone: {
    label: "Puhelinnumero",
    country: "Maatunnus",
    option: (country, code) => `${country} (+${code})`,
  },
  address: {
    shipping: "Toimitusosoite",
    billing: "Laskutusosoite",
    search: "Osoite",
    manual: "Kirjoita osoite itse",
    name: "Nimi",
    line1: "Osoiterivi 1",
    line2: "Osoiterivi 2",
    cities: {
      city: "Paikkakunta",
      district: "Piirikunta",
      post_town: "Kaupunki tai paikkakunta",
      suburb: "Esikaupunki",
    },
    regions: {
      area: "Alue",
      county: "Piirikunta",
      department: "Departementti",
      emirate: "Emiraatti",
      island: "Saari",
      parish: "Piirikunta",
      prefecture: "Prefektuuri",
      province: "Maakunta",
      region: "Alue",
      state: "Osavaltio",
    },
    postalCodes: {
      eircode: "Eircode",
      pin: "Postinumero (PIN)",
      postal: "Postinumero",
      zip: "Postinumero",
    },
    sameAsShipping: "Laskutustiedot ovat samat kuin toimitustiedot",
  },
  saved: {
    cards: "Tallennetut kortit",
    card: (brand, last4) => `${brand} •••• ${last4}`,
    expires: (date) => `Vanhenee ${date}`,
    newCard: "Käytä uutta korttia",
    newMethod: "Käytä toista maksutapaa",
    remove: "Poista",
    removeCard: (card) => `Poista ${card}`,
    save: "Tallenna maksutietoni tulevia ostoksia varten",
  },
  wallet: {
    save: "Tallenna tietoni nopeampaa maksamista varten",
    none: "Checkstandissa ei ole Linkiä: tällä valinnalla ei ole vaikutusta.",
  },
  business: {
    purchasing: "Ostan yrityksenä",
    name: "Yrityksen nimi",
    taxIdType: "Verotunnisteen tyyppi",
    taxId: "Verotunniste",
  },
  fields: {
    optional: (label) => `${label} (valinnainen)`,
    choose: "Valitse…",
  },
  consent: {
    terms: (business, terms, privacy) => [
      `Hyväksyn myyjän ${business} `,
      terms("käyttöehdot"),
      " ja ",
      privacy("tietosuojakäytännön"),
    ],
    termsOnly: (business, terms) => [`Hyväksyn myyjän ${business} `, terms("käyttöehdot")],
    promotions: (business) => `Haluan saada uutisia ja tarjouksia myyjältä ${business}`,
    reuse: (business) =>
      `Antamalla korttisi tiedot annat myyjälle ${business} luvan veloittaa korttiasi tulevista maksuista ` +
      "myyjän ehtojen mukaisesti.",
  },
  submit: {
    pay: (amount) => `Maksa ${amount}`,
    payAny: "Maksa",
    book: "Varaa",
    donate: "Lahjoita",
    subscribe: "Tilaa",
    startTrial: "Aloita kokeilu",
    complete: "Viimeistele tilaus",
    save: "Tallenna kortti",
    processing: "Käsitellään…",
    paid: "Maksu suoritettu",
    saved: "Kortti tallennettu",
  },

  faults: {
    answer_not_digits: "Anna vain numeroita.",
    cvc_incomplete: "Kortin turvakoodi on puutteellinen.",
    email_invalid: "Sähköpostiosoite on virheellinen.",
    exp_incomplete: "Kortin viimeinen voimassaolopäivä on puutteellinen.",
    exp_invalid: "Kortin viimeinen voimassaolopäivä on virheellinen.",
    exp_month_past: "Kortin viimeinen voimassaolopäivä on mennyt.",
    exp_year_past: "Kortin viimeinen voimassaolovuosi on mennyt.",
    name_missing: "Anna kortissa oleva nimi",
    number_incomplete: "Kortin numero on puutteellinen.",
    number_invalid: "Kortin numero on virheellinen.",
    phone_invalid: "Puhelinnumero on virheellinen.",
    required: "Pakollinen",
    tax_id_invalid: "Verotunniste on virheellinen.",
    terms_missing: "Jatka hyväksymällä ehdot.",
    zip_invalid: "Postinumero on virheellinen",
  },
  lengthFaults: {
    answer_too_short: (count, plural) =>
      plural === "one" ? `Anna vähintään ${count} merkki.` : `Anna vähintään ${count} merkkiä.`,
    answer_too_long: (count, plural) =>
      plural === "one" ? `Anna enintään ${count} merkki.` : `Anna enintään ${count} merkkiä.`,
  },
  declines: {
    authentication_required: "Korttisi hylättiin. Tämä maksutapahtuma edellyttää todennusta.",
    card_not_supported: "Tätä korttia ei hyväksytä täällä. Käytä toista korttia.",
    card_velocity_exceeded:
      "Korttisi hylättiin, koska yrityksiä on ollut liian tiheään tai kortin maksuraja on ylittynyt.",
    expired_card: "Korttisi on vanhentunut. Kokeile toista korttia.",
    fraudulent: DECLINED_CREDIT,
    generic_decline: DECLINED_CREDIT,
    incorrect_cvc: "Kortin CVC on väärin.",
    incorrect_zip: "Kortin postinumeron tarkistus epäonnistui.",
    insufficient_funds:
      "Luottokorttisi hylättiin, koska kate ei riitä. Yritä maksaa sen sijaan pankkikortilla.",
    lost_card: DECLINED_CREDIT,
    processing_error: "Kortin käsittelyssä tapahtui virhe. Yritä hetken kuluttua uudelleen.",
    stolen_card: DECLINED_CREDIT,
    test_mode_live_card:
      "Korttisi hylättiin. Pyyntö tehtiin testitilassa, mutta siinä käytettiin muuta kuin testikorttia " +
      "(oikeaa korttia). Luettelo kelvollisista testikorteista: https://stripe.com/docs/testing.",
  },
  declined: "Korttisi hylättiin. Kokeile toista korttia.",
  authenticationFailed: "Emme pysty todentamaan maksutapaasi. Valitse toinen maksutapa ja yritä uudelleen.",
  trouble: "Jokin meni vikaan, eikä sinua ole veloitettu. Yritä uudelleen.",
  busy: "Pyyntöäsi käsitellään jo. Odota hetki ja yritä sitten uudelleen.",
  taxFailed: "Veroa ei voitu laskea osoitteellesi. Tarkista osoite.",
  cardGone: "Tämä kortti ei ole enää käytettävissä. Käytä toista korttia.",
  unreachable: "Palvelimeen ei saatu yhteyttä. Tarkista, että se on käynnissä, ja yritä sitten uudelleen.",
  staleToken: "Tämä sivu on vanhentunut. Lataa sivu uudelleen ja yritä sitten uudestaan.",

  complete: {
    title: "Kaikki on valmista",
    text: "Tämä maksuistunto on päättynyt. Maksettavaa ei ole jäljellä, ja voit sulkea tämän sivun.",
    session: "Istunto",
    hint:
      "Odotitko uutta istuntoa? Pyyntö, joka toistaa aiemman Idempotency-Key-avaimen, saa takaisin aiemman " +
      "istunnon. Lähetä jokaiselle ostolle uusi avain.",
  },
  expired: {
    title: "Tämä maksuistunto on vanhentunut",
    text: "Sinua ei ole veloitettu. Palaa kauppaan ja aloita alusta, niin saat uuden maksusivun.",
    recoverText: "Sinua ei ole veloitettu. Voit vielä jatkaa siitä, mihin jäit.",
    recover: "Aloita uudelleen",
  },
  thanks: {
    title: "Kiitos maksustasi",
    text: (business) => `Maksusi saajalle ${business} on suoritettu. Voit sulkea tämän sivun.`,
  },
  link: {
    inactiveTitle: "Tämä linkki ei ole enää käytössä",
    inactiveText: "Se on poistettu käytöstä, tai kaikki sen kautta myyty on loppunut.",
    unknownTitle: "Maksulinkkiä ei löydy",
    unknownText:
      "Tarkista osoite. Palvelin, joka säilyttää tietonsa muistissa, unohtaa linkkinsä pysähtyessään.",
    recoveryTitle: "Tämä linkki ei ole enää voimassa",
    recoveryText:
      "Keskeytynyttä ostoa voi jatkaa 30 päivän ajan maksuistunnon vanhenemisesta. Palaa kauppaan ja " +
      "aloita alusta.",
  },
  invoice: {
    title: (number) => `Lasku ${number}`,
    paid: (amount, date) => `${amount} maksettu ${date}`,
    due: (amount) => `Maksettavaa ${amount}`,
    number: "Laskun numero",
    issued: "Laskun päiväys",
    paidOn: "Maksupäivä",
    from: "Lähettäjä",
    billTo: "Laskutusosoite",
    shipTo: "Toimitusosoite",
    item: "Kuvaus",
    quantity: "Määrä",
    unitPrice: "Yksikköhinta",
    amount: "Summa",
    withoutTax: (label) => `${label} (ilman veroa)`,
    discount: (name, off) => `${name} (alennus ${off})`,
    total: "Yhteensä",
    amountPaid: "Maksettu",
    amountDue: "Maksettavaa",
    download: "Lataa PDF",
    unknownTitle: "Laskua ei löydy",
    unknownText:
      "Tarkista osoite. Palvelin, joka säilyttää tietonsa muistissa, unohtaa laskunsa pysähtyessään.",
  },
  unknown: {
    title: "Maksuistuntoa ei löydy",
    text: "Tarkista osoite. Palvelin, joka säilyttää tietonsa muistissa, unohtaa istuntonsa pysähtyessään.",
  },
  wrongHost: {
    title: "Tämä palvelin ei vastaa tuohon nimeen",
    text:
      "Avaa sivu osoitteesta, jonka palvelin tulosti, tai käynnistä palvelin niin, että sen maksusivut " +
      "ovat tässä osoitteessa.",
  },
  refused: {
    title: "Tämä pyyntö hylättiin",
    text: "Se ei tullut itse maksusivulta. Avaa sivu uudelleen ja maksa siellä.",
  },
  trouble_page: {
    title: "Jokin meni vikaan",
    text: "Palvelimessa tapahtui odottamaton virhe; sen lokissa on lisätietoja. Sinua ei ole veloitettu.",
  },
  leaving: {
    title: "Maksu suoritettu",
    text: "Siirrytään takaisin kauppaan.",
    challengeTitle: "Kiitos",
    link: "Jatka",
  },
  bank: {
    title: (method: string) => `${method}-testimaksusivu`,
    text: (method: string) =>
      `Tämä sivu esittää maksutapaa ${method}. Miltään pankilta ei kysytä mitään eikä rahaa liiku. Valitse, miten maksu päättyy.`,
    authorize: "Hyväksy testimaksu",
    fail: "Hylkää testimaksu",
    authorizeSetup: "Hyväksy testitallennus",
    failSetup: "Hylkää testitallennus",
  },
  challenge: {
    dialog: "Todenna maksusi",
    frame: "3D Secure -todennus",
    title: "3D Secure 2 -testisivu",
    text: "Tässä pankki kysyisi, oletko maksaja todella sinä. Valitse, miten se päättyy.",
    complete: "Hyväksy",
    fail: "Hylkää",
    close: "Peruuta todennus",
    over: "Tämä todennus on päättynyt",
    overText: "Siihen on jo vastattu. Voit sulkea tämän sivun.",
  },
};
