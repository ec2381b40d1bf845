/** Every phrase of the page, in Hungarian. */
import type { Messages } from "./en.ts";

const DECLINED_CREDIT = "A hitelkártyáját elutasították. Próbáljon meg helyette betéti kártyával fizetni.";

const OFTEN = { day: "naponta", month: "havonta", week: "hetente", year: "évente" };

export const hu: Messages = {
  tag: "hu",

  notice: {
    title: "Checkstand, helyi tesztszerver.",
    text: "Ez nem a Stripe. Nem mozog pénz, és csak tesztkártyák használhatók.",
    poweredBefore: "Ez nem",
    powered: "Powered by Stripe",
    poweredAfter: "Ez a Checkstand, egy helyi tesztszerver",
  },
  testMode: "Tesztmód",

  header: { backTo: (business) => `Vissza ide: ${business}`, back: "Vissza" },
  summary: {
    title: (business) => `Fizetés – ${business}`,
    pay: (business) => `Fizetés a következőnek: ${business}`,
    save: "Mentse el fizetési adatait",
    order: "A rendelés összegzése",
    details: "Részletek",
    quantity: (count) => `Mennyiség: ${count}`,
    each: (amount) => `${amount} / db`,
    subtotal: "Részösszeg",
    total: "Fizetendő összesen",
  },
  order: {
    update: "Frissítés",
    updated: (total) => `A rendelés frissült. Fizetendő összesen: ${total}.`,
    changed: (total) =>
      `A végösszeg megváltozott, az új végösszeg: ${total}. Nem történt terhelés: ellenőrizze a ` +
      "rendelését, és fizessen újra.",
    shipping: "Szállítás",
    free: "Ingyenes",
    lineDiscount: (label, amount) => `${label} (${amount})`,
    off: (what) => `${what} kedvezmény`,
    offFor: (off, time) => `${off} ${time}ig`,
  },
  tax: {
    tax: "Adó",
    rate: (name, percent) => `${name} (${percent})`,
    included: (name, percent) => `${name} (${percent}, az ár tartalmazza)`,
    exempt: (name) => `${name} (adómentes)`,
    reverseCharge: (name) => `${name} (fordított adózás)`,
    pending: "A számításhoz adja meg a címét",
    failed: "Nem sikerült kiszámítani",
  },
  promotion: {
    add: "Promóciós kód hozzáadása",
    apply: "Alkalmazás",
    remove: (code) => `${code} eltávolítása`,
    missing: "Adjon meg egy promóciós kódot.",
    invalid: "Ez a kód érvénytelen.",
    expired: "Ez a promóciós kód lejárt.",
    used: "Ez a kód elérte a felhasználások megengedett számát.",
    inactive: "Ez a kód nem aktív.",
    otherCustomer: "Ez a kód egy másik vásárlóé.",
    firstPurchase: "Ez a kód csak az első vásárlásnál érvényes.",
    minimum: "A rendelése nem éri el a kódhoz szükséges minimális összeget.",
  },
  quantity: {
    title: "Mennyiség módosítása",
    label: "Mennyiség",
    labelOf: (item) => `Mennyiség: ${item}`,
    change: (item) => `Mennyiség módosítása: ${item}`,
    more: "Mennyiség növelése",
    less: "Mennyiség csökkentése",
    update: "Frissítés",
    close: "Bezárás",
    between: (least, most) => `Adjon meg egy mennyiséget ${least} és ${most} között.`,
    zeroRemoves: "A 0 eltávolítja a tételt.",
  },
  options: { heading: "Adja a rendeléséhez", add: "Hozzáadás", remove: "Eltávolítás" },
  customAmount: {
    label: "Összeg",
    change: "Összeg módosítása",
    missing: "Adjon meg egy összeget.",
    invalid: "Adjon meg egy érvényes összeget.",
    atLeast: (amount) => `Az összeg legalább ${amount} legyen.`,
    atMost: (amount) => `Az összeg legfeljebb ${amount} lehet.`,
  },
  shippingOption: {
    heading: "Szállítási mód",
    atLeast: (time) => `Legalább ${time}`,
    upTo: (time) => `Legfeljebb ${time}`,
    between: (least, most) => `${least} – ${most}`,
    businessDays: (count) => `${count} munkanap`,
  },

  recurring: {
    per: OFTEN,
    every: (_, count, interval) => `${count} ${OFTEN[interval]}`,
    amount: (amount, often) => `${amount} ${often}`,
    rate: (amount, time) => `${amount} / ${time}`,
    one: { day: "nap", month: "hónap", week: "hét", year: "év" },
    daysFree: (count) => `${count} nap ingyen`,
    afterTrial: (amount) => `Ezután ${amount}`,
    usage: "Használat alapján",
    from: (amount) => `Kezdőár: ${amount}`,
    subscribeTo: (item) => `Előfizetés: ${item}`,
    tryItem: (item) => `Kipróbálás: ${item}`,
    totalToday: "Ma fizetendő összesen",
    totalAfterTrial: "Összesen a próbaidőszak után",
    terms: (business) =>
      `Az előfizetéssel felhatalmazza a(z) ${business} vállalkozást, hogy a feltételeknek megfelelően ` +
      "díjat számítson fel, amíg le nem mondja.",
  },

  form: {
    label: "Fizetési adatok",
    email: "E-mail-cím",
    emailPlaceholder: "email@example.com",
    card: "Kártya",
    cardInformation: "Kártyaadatok",
    cardNumber: "Kártyaszám",
    cardNumberPlaceholder: "1234 1234 1234 1234",
    expiration: "Lejárati dátum",
    expirationPlaceholder: "HH / ÉÉ",
    cvc: "CVC",
    name: "Kártyabirtokos neve",
    namePlaceholder: "A kártyán szereplő teljes név",
    nameOnCard: "A kártyán szereplő név",
    country: "Ország vagy régió",
    payWithCard: "Fizetés kártyával",
    payWith: (method: string) => `Fizetés ezzel: ${method}`,
    fullName: "Teljes név",
    fullNamePlaceholder: "Vezetéknév és keresztnév",
    redirected: "A beküldés után átirányítjuk, hogy biztonságosan elvégezze a következő lépéseket.",
  },
  heading: {
    contact: "Kapcsolattartási adatok",
    shipping: "Szállítási adatok",
    method: "Fizetési mód",
    methodTabs: "Fizetés kártyával",
    billing: "Számlázási adatok",
  },
  phone: {
    label: "Telefonszám",
    country: "Országhívószám",
    option: (country, code) => `${country} (+${code})`,
  },
  address: {
    shipping: "Szállítási cím",
    billing: "Számlázási cím",
    search: "Cím",
    manual: "Cím megadása kézzel",
    name: "Név",
    line1: "Cím 1. sora",
    line2: "Cím 2. sora",
    cities: {
      city: "Város",
      district: "Körzet",
      post_town: "Város vagy település",
      suburb: "Külváros",
    },
    regions: {
      area: "Terület",
      county: "Megye",
      department: "Megye",
      emirate: "Emírség",
      island: "Sziget",
      parish: "Egyházközség",
      prefecture: "Prefektúra",
      province: "Tartomány",
      region: "Régió",
      state: "Állam",
    },
    postalCodes: {
      eircode: "Eircode",
      pin: "Irányítószám (PIN)",
      postal: "Irányítószám",
      zip: "Irányítószám",
    },
    sameAsShipping: "A számlázási adatok megegyeznek a szállítási adatokkal",
  },
  saved: {
    cards: "Mentett kártyák",
    card: (brand, last4) => `${brand} •••• ${last4}`,
    expires: (date) => `Lejár: ${date}`,
    newCard: "Új kártya használata",
    newMethod: "Másik fizetési mód használata",
    remove: "Eltávolítás",
    removeCard: (card) => `Eltávolítás: ${card}`,
    save: "Fizetési adataim mentése jövőbeli vásárlásokhoz",
  },
  wallet: {
    save: "Adataim mentése a gyorsabb fizetéshez",
    none: "A Checkstand nem rendelkezik Link szolgáltatással: ennek a jelölőnégyzetnek nincs hatása.",
  },
  business: {
    purchasing: "Cégként vásárolok",
    name: "Cégnév",
    taxIdType: "Adószám típusa",
    taxId: "Adószám",
  },
  fields: {
    optional: (label) => `${label} (nem kötelező)`,
    choose: "Válasszon…",
  },
  consent: {
    terms: (business, terms, privacy) => [
      `Elfogadom a(z) ${business} `,
      terms("szolgáltatási feltételeit"),
      " és ",
      privacy("adatvédelmi szabályzatát"),
    ],
    termsOnly: (business, terms) => [`Elfogadom a(z) ${business} `, terms("szolgáltatási feltételeit")],
    promotions: (business) => `Szeretnék híreket és ajánlatokat kapni a következőtől: ${business}`,
    reuse: (business) =>
      `Kártyaadatai megadásával engedélyezi, hogy a(z) ${business} a saját feltételeinek megfelelően ` +
      "megterhelje a kártyáját a jövőbeli fizetéseknél.",
  },
  submit: {
    pay: (amount) => `${amount} fizetése`,
    payAny: "Fizetés",
    book: "Foglalás",
    donate: "Adományozás",
    subscribe: "Előfizetés",
    startTrial: "Próbaidőszak indítása",
    complete: "Rendelés leadása",
    save: "Kártya mentése",
    processing: "Feldolgozás…",
    paid: "A fizetés megtörtént",
    saved: "A kártya mentve",
  },

  faults: {
    answer_not_digits: "Csak számjegyeket adjon meg.",
    cvc_incomplete: "A kártya biztonsági kódja hiányos.",
    email_invalid: "Az e-mail-címe érvénytelen.",
    exp_incomplete: "A kártya lejárati dátuma hiányos.",
    exp_invalid: "A kártya lejárati dátuma érvénytelen.",
    exp_month_past: "A kártya lejárati dátuma már elmúlt.",
    exp_year_past: "A kártya lejárati éve már elmúlt.",
    name_missing: "Adja meg a kártyán szereplő nevet",
    number_incomplete: "A kártyaszám hiányos.",
    number_invalid: "A kártyaszám érvénytelen.",
    phone_invalid: "A telefonszáma érvénytelen.",
    required: "Kötelező",
    tax_id_invalid: "Az adószáma érvénytelen.",
    terms_missing: "A folytatáshoz fogadja el a feltételeket.",
    zip_invalid: "Az irányítószáma érvénytelen",
  },
  lengthFaults: {
    answer_too_short: (count) => `Adjon meg legalább ${count} karaktert.`,
    answer_too_long: (count) => `Legfeljebb ${count} karaktert adjon meg.`,
  },
  declines: {
    authentication_required: "A kártyáját elutasították. Ehhez a tranzakcióhoz hitelesítés szükséges.",
    card_not_supported: "Ezt a kártyát itt nem fogadják el. Használjon másik kártyát.",
    card_velocity_exceeded:
      "A kártyáját elutasították a túl gyakori ismételt próbálkozások vagy az összeghatár túllépése miatt.",
    expired_card: "A kártyája lejárt. Próbálkozzon másik kártyával.",
    fraudulent: DECLINED_CREDIT,
    generic_decline: DECLINED_CREDIT,
    incorrect_cvc: "A kártya CVC-kódja helytelen.",
    incorrect_zip: "A kártya irányítószámának ellenőrzése nem sikerült.",
    insufficient_funds:
      "A hitelkártyáját fedezethiány miatt elutasították. Próbáljon meg helyette betéti kártyával fizetni.",
    lost_card: DECLINED_CREDIT,
    processing_error: "Hiba történt a kártya feldolgozása közben. Próbálja meg kis idő múlva újra.",
    stolen_card: DECLINED_CREDIT,
    test_mode_live_card:
      "A kártyáját elutasították. A kérés tesztmódban érkezett, de nem tesztkártyát (hanem éles kártyát) " +
      "használt. Az érvényes tesztkártyák listája: https://stripe.com/docs/testing.",
  },
  declined: "A kártyáját elutasították. Próbálkozzon másik kártyával.",
  authenticationFailed:
    "Nem tudjuk hitelesíteni a fizetési módját. Válasszon másik fizetési módot, és próbálja újra.",
  trouble: "Hiba lépett fel, de nem történt terhelés. Próbálja újra.",
  busy: "A kérése feldolgozása már folyamatban van. Várjon egy kicsit, majd próbálja újra.",
  taxFailed: "A címéhez nem sikerült kiszámítani az adót. Ellenőrizze a címet.",
  cardGone: "Ez a kártya már nem érhető el. Használjon másik kártyát.",
  unreachable: "A szerver nem érhető el. Ellenőrizze, hogy fut-e, majd próbálja újra.",
  staleToken: "Ez az oldal elavult. Töltse be újra, és próbálja meg ismét.",

  complete: {
    title: "Itt már minden kész",
    text: "Ez a fizetési munkamenet befejeződött. Nincs több fizetnivaló, bezárhatja ezt az oldalt.",
    session: "Munkamenet",
    hint:
      "Új munkamenetre számított? Az a kérés, amely egy korábbi Idempotency-Key kulcsot ismétel meg, a " +
      "korábbi munkamenetet kapja vissza. Minden vásárláshoz küldjön új kulcsot.",
  },
  expired: {
    title: "Ez a fizetési munkamenet lejárt",
    text: "Nem történt terhelés. Térjen vissza az üzletbe, és kezdje újra, hogy új fizetési oldalt kapjon.",
    recoverText: "Nem történt terhelés. Még folytathatja ott, ahol abbahagyta.",
    recover: "Újrakezdés",
  },
  thanks: {
    title: "Köszönjük a fizetést",
    text: (business) => `A fizetés sikeresen megtörtént (${business}). Bezárhatja ezt az oldalt.`,
  },
  link: {
    inactiveTitle: "Ez a link már nem aktív",
    inactiveText: "Kikapcsolták, vagy minden elfogyott, amit ezen keresztül árultak.",
    unknownTitle: "Nincs ilyen fizetési link",
    unknownText:
      "Ellenőrizze a címet. Az a szerver, amely a memóriában tárolja az adatait, leálláskor elfelejti a " +
      "linkjeit.",
    recoveryTitle: "Ez a link már nem érvényes",
    recoveryText:
      "A félbehagyott vásárlás a munkamenet lejárta után 30 napig folytatható. Térjen vissza az üzletbe, " +
      "és kezdje újra.",
  },
  invoice: {
    title: (number) => `${number} számú számla`,
    paid: (amount, date) => `${amount} kifizetve: ${date}`,
    due: (amount) => `Fizetendő: ${amount}`,
    number: "Számla sorszáma",
    issued: "Kiállítás dátuma",
    paidOn: "Fizetés dátuma",
    from: "Eladó",
    billTo: "Vevő",
    shipTo: "Szállítási cím",
    item: "Megnevezés",
    quantity: "Mennyiség",
    unitPrice: "Egységár",
    amount: "Összeg",
    withoutTax: (label) => `${label} (adó nélkül)`,
    discount: (name, off) => `${name} (${off} kedvezmény)`,
    total: "Összesen",
    balance: "Felhasznált egyenleg",
    amountPaid: "Kifizetve",
    amountDue: "Fizetendő",
    download: "PDF letöltése",
    unknownTitle: "Nincs ilyen számla",
    unknownText:
      "Ellenőrizze a címet. Az a szerver, amely a memóriában tárolja az adatait, leálláskor elfelejti a " +
      "számláit.",
  },
  unknown: {
    title: "Nincs ilyen fizetési munkamenet",
    text:
      "Ellenőrizze a címet. Az a szerver, amely a memóriában tárolja az adatait, leálláskor elfelejti a " +
      "munkameneteit.",
  },
  wrongHost: {
    title: "Ez a szerver nem válaszol erre a névre",
    text:
      "Nyissa meg az oldalt a szerver által kiírt címen, vagy indítsa el a szervert úgy, hogy a fizetési " +
      "oldalai ezen a címen legyenek.",
  },
  refused: {
    title: "Ezt a kérést elutasítottuk",
    text: "Nem magáról a fizetési oldalról érkezett. Nyissa meg újra az oldalt, és ott fizessen.",
  },
  trouble_page: {
    title: "Hiba történt",
    text: "A szerveren váratlan hiba történt; a naplójában több információ található. Nem történt terhelés.",
  },
  leaving: {
    title: "A fizetés megtörtént",
    text: "Visszairányítjuk az üzletbe.",
    challengeTitle: "Köszönjük",
    link: "Tovább",
  },
  bank: {
    title: (method: string) => `${method} tesztfizetési oldal`,
    text: (method: string) =>
      `Ez az oldal a(z) ${method} helyén áll. Nem kérdezünk meg bankot, és nem mozog pénz. Válassza ki, hogyan végződjön a fizetés.`,
    authorize: "Tesztfizetés jóváhagyása",
    fail: "Tesztfizetés elutasítása",
    authorizeSetup: "Tesztbeállítás jóváhagyása",
    failSetup: "Tesztbeállítás elutasítása",
  },
  challenge: {
    dialog: "Fizetés hitelesítése",
    frame: "3D Secure-hitelesítés",
    title: "3D Secure 2 tesztoldal",
    text: "Egy bank itt megkérdezné, hogy valóban Ön fizet-e. Válassza ki, hogyan végződjön.",
    complete: "Jóváhagyás",
    fail: "Elutasítás",
    close: "Hitelesítés megszakítása",
    over: "Ez a hitelesítés véget ért",
    overText: "Már megválaszolták. Bezárhatja ezt az oldalt.",
  },
};
