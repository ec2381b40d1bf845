/** Every phrase of the page, in Swedish. */
import type { Interval, Messages } from "./en.ts";

const DECLINED_CREDIT = "Ditt kreditkort nekades. Försök betala med ett betalkort i stället.";

const INTERVALS = { day: "dag", month: "månad", week: "vecka", year: "år" };

/** "var 3:e månad", "vart 2:a år". */
function everyNth(_: string, count: string, interval: Interval): string {
  const ending = /(?:^|[^1])[12]$/.test(count) ? "a" : "e";
  return `${interval === "year" ? "vart" : "var"} ${count}:${ending} ${INTERVALS[interval]}`;
}

export const sv: Messages = {
  tag: "sv",

  notice: {
    title: "Checkstand, en lokal testserver.",
    text: "Detta är inte Stripe. Inga pengar överförs och endast testkort godtas.",
    poweredBefore: "Inte",
    powered: "Powered by Stripe",
    poweredAfter: "Detta är Checkstand, en lokal testserver",
  },
  testMode: "Testläge",

  header: { backTo: (business) => `Tillbaka till ${business}`, back: "Tillbaka" },
  summary: {
    title: (business) => `Kassa – ${business}`,
    pay: (business) => `Betala till ${business}`,
    save: "Spara dina betalningsuppgifter",
    order: "Beställningsöversikt",
    details: "Detaljer",
    quantity: (count) => `Antal: ${count}`,
    each: (amount) => `${amount} per st.`,
    subtotal: "Delsumma",
    total: "Totalt att betala",
  },
  order: {
    update: "Uppdatera",
    updated: (total) => `Beställningen har uppdaterats. Totalt att betala: ${total}.`,
    changed: (total) =>
      `Totalsumman har ändrats till ${total}. Du har inte debiterats: kontrollera beställningen och betala ` +
      "igen.",
    shipping: "Frakt",
    free: "Gratis",
    lineDiscount: (label, amount) => `${label} (${amount})`,
    percentOff: (percent) => `${percent} rabatt`,
  },
  tax: {
    tax: "Skatt",
    rate: (name, percent) => `${name} (${percent})`,
    included: (name, percent) => `${name} (${percent}, ingår)`,
    exempt: (name) => `${name} (undantagen)`,
    reverseCharge: (name) => `${name} (omvänd betalningsskyldighet)`,
    pending: "Ange adress för att beräkna",
    failed: "Kunde inte beräknas",
  },
  promotion: {
    add: "Lägg till kampanjkod",
    apply: "Använd",
    remove: (code) => `Ta bort ${code}`,
    missing: "Ange en kampanjkod.",
    invalid: "Koden är ogiltig.",
    expired: "Kampanjkoden har gått ut.",
    used: "Koden har redan använts så många gånger som den får användas.",
    inactive: "Koden är inte aktiv.",
    otherCustomer: "Koden gäller för en annan kund.",
    firstPurchase: "Koden gäller endast vid ett första köp.",
    minimum: "Din beställning når inte upp till minimibeloppet för koden.",
  },
  quantity: {
    title: "Ändra antal",
    label: "Antal",
    labelOf: (item) => `Antal av ${item}`,
    change: (item) => `Ändra antal av ${item}`,
    more: "Öka antalet",
    less: "Minska antalet",
    update: "Uppdatera",
    close: "Stäng",
    between: (least, most) => `Ange ett antal från ${least} till ${most}.`,
    zeroRemoves: "0 tar bort artikeln.",
  },
  customAmount: {
    label: "Belopp",
    change: "Ändra belopp",
    missing: "Ange ett belopp.",
    invalid: "Ange ett giltigt belopp.",
    atLeast: (amount) => `Beloppet måste vara minst ${amount}.`,
    atMost: (amount) => `Beloppet får vara högst ${amount}.`,
  },
  shippingOption: {
    heading: "Leveranssätt",
    atLeast: (time) => `Minst ${time}`,
    upTo: (time) => `Högst ${time}`,
    between: (least, most) => `${least} till ${most}`,
    businessDays: (count, plural) => (plural === "one" ? `${count} arbetsdag` : `${count} arbetsdagar`),
  },

  recurring: {
    per: { day: "per dag", month: "per månad", week: "per vecka", year: "per år" },
    every: everyNth,
    amount: (amount, often) => `${amount} ${often}`,
    rate: (amount, time) => `${amount} / ${time}`,
    one: INTERVALS,
    daysFree: (count, plural) => (plural === "one" ? `${count} gratisdag` : `${count} gratisdagar`),
    afterTrial: (amount) => `Sedan ${amount}`,
    usage: "Efter användning",
    from: (amount) => `Från ${amount}`,
    subscribeTo: (item) => `Prenumerera på ${item}`,
    tryItem: (item) => `Prova ${item}`,
    totalToday: "Totalt att betala i dag",
    totalAfterTrial: "Totalt efter provperioden",
    terms: (business) =>
      `Genom att prenumerera ger du ${business} tillåtelse att debitera dig enligt villkoren tills du ` +
      "säger upp prenumerationen.",
  },

  form: {
    label: "Betalningsuppgifter",
    email: "E-post",
    emailPlaceholder: "email@example.com",
    card: "Kort",
    cardInformation: "Kortuppgifter",
    cardNumber: "Kortnummer",
    cardNumberPlaceholder: "1234 1234 1234 1234",
    expiration: "Utgångsdatum",
    expirationPlaceholder: "MM / ÅÅ",
    cvc: "CVC",
    name: "Kortinnehavarens namn",
    namePlaceholder: "Fullständigt namn på kortet",
    nameOnCard: "Namn på kortet",
    country: "Land eller region",
    payWithCard: "Betala med kort",
    payWith: (method: string) => `Betala med ${method}`,
    fullName: "Fullständigt namn",
    fullNamePlaceholder: "För- och efternamn",
    redirected: "När du har skickat omdirigeras du för att slutföra nästa steg på ett säkert sätt.",
    nameOnAccount: "Kontoinnehavarens namn",
    accountNumber: "Kontonummer",
    mandate: (business) => `När du bekräftar tillåter du att ${business} debiterar ditt konto.`,
    told: "När du har bekräftat visas ett nummer att betala med.",
  },
  heading: {
    contact: "Kontaktuppgifter",
    shipping: "Leveransuppgifter",
    method: "Betalningsmetod",
    methodTabs: "Betala med kort",
    billing: "Faktureringsuppgifter",
  },
  phone: {
    label: "Telefonnummer",
    country: "Landsnummer",
    option: (country, code) => `${country} (+${code})`,
  },
  address: {
    shipping: "Leveransadress",
    billing: "Faktureringsadress",
    search: "Adress",
    manual: "Ange adressen manuellt",
    name: "Namn",
    line1: "Adressrad 1",
    line2: "Adressrad 2",
    cities: {
      city: "Ort",
      district: "Distrikt",
      post_town: "Stad eller ort",
      suburb: "Förort",
    },
    regions: {
      area: "Område",
      county: "Län",
      department: "Departement",
      emirate: "Emirat",
      island: "Ö",
      parish: "Församling",
      prefecture: "Prefektur",
      province: "Provins",
      region: "Region",
      state: "Delstat",
    },
    postalCodes: {
      eircode: "Eircode",
      pin: "Postnummer (PIN)",
      postal: "Postnummer",
      zip: "Postnummer",
    },
    sameAsShipping: "Faktureringsuppgifterna är desamma som leveransuppgifterna",
  },
  saved: {
    cards: "Sparade kort",
    card: (brand, last4) => `${brand} •••• ${last4}`,
    expires: (date) => `Går ut ${date}`,
    newCard: "Använd ett nytt kort",
    newMethod: "Använd en annan betalningsmetod",
    remove: "Ta bort",
    removeCard: (card) => `Ta bort ${card}`,
    save: "Spara mina betalningsuppgifter för framtida köp",
  },
  wallet: {
    save: "Spara mina uppgifter för snabbare betalning",
    none: "Checkstand har inte Link: den här rutan har ingen effekt.",
  },
  business: {
    purchasing: "Jag handlar som företag",
    name: "Företagsnamn",
    taxIdType: "Typ av skatte-ID",
    taxId: "Skatte-ID",
  },
  fields: {
    optional: (label) => `${label} (valfritt)`,
    choose: "Välj…",
  },
  consent: {
    terms: (business, terms, privacy) => [
      "Jag godkänner ",
      terms("användarvillkoren"),
      " och ",
      privacy("integritetspolicyn"),
      ` för ${business}`,
    ],
    termsOnly: (business, terms) => ["Jag godkänner ", terms("användarvillkoren"), ` för ${business}`],
    promotions: (business) => `Håll mig uppdaterad med nyheter och erbjudanden från ${business}`,
    reuse: (business) =>
      `Genom att ange dina kortuppgifter tillåter du ${business} att debitera ditt kort för framtida ` +
      "betalningar i enlighet med deras villkor.",
  },
  submit: {
    pay: (amount) => `Betala ${amount}`,
    payAny: "Betala",
    book: "Boka",
    donate: "Donera",
    subscribe: "Prenumerera",
    startTrial: "Starta provperiod",
    complete: "Slutför beställningen",
    save: "Spara kort",
    processing: "Behandlar…",
    paid: "Betalningen är klar",
    saved: "Kortet har sparats",
  },

  faults: {
    account_incomplete: "Dina kontouppgifter är ofullständiga.",
    answer_not_digits: "Ange endast siffror.",
    country_not_served: "Välj ett annat land eller en annan betalningsmetod.",
    cvc_incomplete: "Kortets säkerhetskod är ofullständig.",
    email_invalid: "E-postadressen är ogiltig.",
    exp_incomplete: "Kortets utgångsdatum är ofullständigt.",
    exp_invalid: "Kortets utgångsdatum är ogiltigt.",
    exp_month_past: "Kortets utgångsdatum har passerat.",
    exp_year_past: "Kortets utgångsår har passerat.",
    iban_invalid: "Det IBAN du angav är ogiltigt.",
    name_missing: "Ange namnet på kortet",
    number_incomplete: "Kortnumret är ofullständigt.",
    number_invalid: "Kortnumret är ogiltigt.",
    phone_invalid: "Telefonnumret är ogiltigt.",
    required: "Obligatoriskt",
    tax_id_invalid: "Skatte-ID:t är ogiltigt.",
    terms_missing: "Godkänn villkoren för att fortsätta.",
    zip_invalid: "Postnumret är ogiltigt",
  },
  lengthFaults: {
    answer_too_short: (count) => `Ange minst ${count} tecken.`,
    answer_too_long: (count) => `Ange högst ${count} tecken.`,
  },
  declines: {
    authentication_required: "Ditt kort nekades. Den här transaktionen kräver autentisering.",
    card_not_supported: "Det här kortet godtas inte här. Använd ett annat kort.",
    card_velocity_exceeded:
      "Ditt kort nekades på grund av för täta upprepade försök eller för att dess beloppsgräns överskreds.",
    expired_card: "Ditt kort har gått ut. Försök med ett annat kort.",
    fraudulent: DECLINED_CREDIT,
    generic_decline: DECLINED_CREDIT,
    incorrect_cvc: "Kortets CVC är felaktig.",
    incorrect_zip: "Kortets postnummer kunde inte verifieras.",
    insufficient_funds:
      "Ditt kreditkort nekades på grund av otillräckligt saldo. Försök betala med ett betalkort i stället.",
    lost_card: DECLINED_CREDIT,
    processing_error: "Ett fel uppstod när kortet behandlades. Försök igen om en liten stund.",
    stolen_card: DECLINED_CREDIT,
    test_mode_live_card:
      "Ditt kort nekades. Begäran gjordes i testläge, men ett kort som inte är ett testkort (ett skarpt " +
      "kort) användes. En lista över giltiga testkort finns på https://stripe.com/docs/testing.",
  },
  declined: "Ditt kort nekades. Försök med ett annat kort.",
  authenticationFailed:
    "Vi kan inte autentisera din betalningsmetod. Välj en annan betalningsmetod och försök igen.",
  trouble: "Något gick fel och du har inte debiterats. Försök igen.",
  busy: "Din begäran behandlas redan. Vänta en stund och försök sedan igen.",
  taxFailed: "Skatten kunde inte beräknas för din adress. Kontrollera adressen.",
  cardGone: "Det här kortet är inte längre tillgängligt. Använd ett annat kort.",
  unreachable: "Det gick inte att nå servern. Kontrollera att den körs och försök sedan igen.",
  staleToken: "Den här sidan är inaktuell. Ladda om den och försök igen.",

  complete: {
    title: "Nu är du klar här",
    text: "Den här betalningssessionen är slutförd. Det finns inget kvar att betala och du kan stänga sidan.",
    session: "Session",
    hint:
      "Hade du väntat dig en ny session? En begäran som upprepar en tidigare Idempotency-Key får tillbaka " +
      "den tidigare sessionen. Skicka en ny nyckel för varje köp.",
  },
  expired: {
    title: "Den här betalningssessionen har gått ut",
    text: "Du har inte debiterats. Gå tillbaka till butiken och börja om för att få en ny betalningssida.",
    recoverText: "Du har inte debiterats. Du kan fortfarande fortsätta där du slutade.",
    recover: "Börja om",
  },
  thanks: {
    title: "Tack för din betalning",
    text: (business) => `Din betalning till ${business} har genomförts. Du kan stänga den här sidan.`,
    nothingDue: (business) => `Din beställning hos ${business} är klar. Du kan stänga den här sidan.`,
  },
  link: {
    inactiveTitle: "Den här länken är inte längre aktiv",
    inactiveText: "Den har stängts av, eller så är allt som såldes genom den slut.",
    unknownTitle: "Betalningslänken finns inte",
    unknownText:
      "Kontrollera adressen. En server som har sina data i minnet glömmer sina länkar när den stannar.",
    recoveryTitle: "Den här länken gäller inte längre",
    recoveryText:
      "Ett köp kan återupptas i 30 dagar efter att betalningssessionen har gått ut. Gå tillbaka till " +
      "butiken och börja om.",
  },
  invoice: {
    title: (number) => `Faktura ${number}`,
    paid: (amount, date) => `${amount} betalades den ${date}`,
    due: (amount) => `${amount} att betala`,
    number: "Fakturanummer",
    issued: "Utfärdandedatum",
    paidOn: "Betalningsdatum",
    from: "Från",
    billTo: "Faktureras till",
    shipTo: "Levereras till",
    item: "Beskrivning",
    quantity: "Antal",
    unitPrice: "Enhetspris",
    amount: "Belopp",
    withoutTax: (label) => `${label} (exkl. skatt)`,
    discount: (name, off) => `${name} (${off} rabatt)`,
    total: "Totalt",
    amountPaid: "Betalt belopp",
    amountDue: "Att betala",
    download: "Ladda ner PDF",
    unknownTitle: "Fakturan finns inte",
    unknownText:
      "Kontrollera adressen. En server som har sina data i minnet glömmer sina fakturor när den stannar.",
  },
  unknown: {
    title: "Betalningssessionen finns inte",
    text: "Kontrollera adressen. En server som har sina data i minnet glömmer sina sessioner när den stannar.",
  },
  wrongHost: {
    title: "Servern svarar inte på det namnet",
    text:
      "Öppna sidan via adressen som servern skrev ut, eller starta servern med den adressen för sina " +
      "betalningssidor.",
  },
  refused: {
    title: "Begäran avvisades",
    text: "Den kom inte från själva betalningssidan. Öppna sidan igen och betala därifrån.",
  },
  trouble_page: {
    title: "Något gick fel",
    text: "Servern stötte på ett oväntat fel; det finns mer i dess logg. Du har inte debiterats.",
  },
  leaving: {
    title: "Betalningen är klar",
    text: "Du skickas tillbaka till butiken.",
    thanks: "Tack",
    link: "Fortsätt",
  },
  voucher: {
    title: (method) => `Betala med ${method}`,
    payBy: (amount, date) => `Betala ${amount} senast ${date}`,
    number: "Nummer",
    entity: "Enhet",
    reference: "Referens",
    code: "Betalningskod",
    paid: "Den här betalningskupongen är betald.",
    over: "Den här betalningskupongen kan inte längre betalas.",
    text: "Inga pengar flyttas. I tester avgör e-postadressen utfallet.",
  },
  bank: {
    title: (method: string) => `${method}-testbetalningssida`,
    text: (method: string) =>
      `Den här sidan står i stället för ${method}. Ingen bank tillfrågas och inga pengar flyttas. Välj hur betalningen slutar.`,
    authorize: "Godkänn testbetalning",
    fail: "Neka testbetalning",
    authorizeSetup: "Godkänn testinställning",
    failSetup: "Neka testinställning",
  },
  challenge: {
    dialog: "Autentisera din betalning",
    frame: "3D Secure-verifiering",
    title: "Testsida för 3D Secure 2",
    text: "Här skulle en bank fråga om det verkligen är du som betalar. Välj hur det ska sluta.",
    complete: "Godkänn",
    fail: "Neka",
    close: "Avbryt autentiseringen",
    over: "Den här autentiseringen är avslutad",
    overText: "Den har redan besvarats. Du kan stänga den här sidan.",
  },
};
