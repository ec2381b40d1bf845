/** Every phrase of the page, in Danish. */
import type { Messages } from "./en.ts";

const DECLINED_CREDIT = "Dit kreditkort blev afvist. Prøv at betale med et debetkort i stedet.";

const INTERVALS = { day: "dag", month: "måned", week: "uge", year: "år" };

export const da: Messages = {
  tag: "da",

  notice: {
    title: "Checkstand, en lokal testserver.",
    text: "Dette er ikke Stripe. Der flyttes ingen penge, og kun testkort accepteres.",
    poweredBefore: "Ikke",
    powered: "Powered by Stripe",
    poweredAfter: "Dette er Checkstand, en lokal testserver",
  },
  testMode: "Testtilstand",

  header: { backTo: (business) => `Tilbage til ${business}`, back: "Tilbage" },
  summary: {
    title: (business) => `Betaling – ${business}`,
    pay: (business) => `Betal til ${business}`,
    save: "Gem dine betalingsoplysninger",
    order: "Ordreoversigt",
    details: "Detaljer",
    quantity: (count) => `Antal: ${count}`,
    each: (amount) => `${amount} pr. stk.`,
    subtotal: "Subtotal",
    total: "I alt at betale",
  },
  order: {
    update: "Opdater",
    updated: (total) => `Ordren er opdateret. I alt at betale: ${total}.`,
    changed: (total) =>
      `Det samlede beløb er ændret til ${total}. Der er ikke trukket penge: kontroller ordren, og betal ` +
      "igen.",
    shipping: "Levering",
    free: "Gratis",
    lineDiscount: (label, amount) => `${label} (${amount})`,
    percentOff: (percent) => `${percent} rabat`,
  },
  tax: {
    tax: "Moms",
    rate: (name, percent) => `${name} (${percent})`,
    included: (name, percent) => `${name} (${percent}, inkluderet)`,
    exempt: (name) => `${name} (fritaget)`,
    reverseCharge: (name) => `${name} (omvendt betalingspligt)`,
    pending: "Indtast adresse for at beregne",
    failed: "Kunne ikke beregnes",
  },
  promotion: {
    add: "Tilføj kampagnekode",
    apply: "Anvend",
    remove: (code) => `Fjern ${code}`,
    missing: "Indtast en kampagnekode.",
    invalid: "Koden er ugyldig.",
    expired: "Kampagnekoden er udløbet.",
    used: "Koden er allerede brugt så mange gange, som den kan bruges.",
    inactive: "Koden er ikke aktiv.",
    otherCustomer: "Koden er til en anden kunde.",
    firstPurchase: "Koden gælder kun ved et første køb.",
    minimum: "Din ordre når ikke op på minimumsbeløbet for koden.",
  },
  quantity: {
    title: "Opdater antal",
    label: "Antal",
    labelOf: (item) => `Antal af ${item}`,
    change: (item) => `Ændr antal af ${item}`,
    more: "Forøg antallet",
    less: "Formindsk antallet",
    update: "Opdater",
    close: "Luk",
    between: (least, most) => `Indtast et antal fra ${least} til ${most}.`,
    zeroRemoves: "0 fjerner varen.",
  },
  customAmount: {
    label: "Beløb",
    change: "Ændr beløb",
    missing: "Indtast et beløb.",
    invalid: "Indtast et gyldigt beløb.",
    atLeast: (amount) => `Beløbet skal være mindst ${amount}.`,
    atMost: (amount) => `Beløbet må højst være ${amount}.`,
  },
  shippingOption: {
    heading: "Leveringsmetode",
    atLeast: (time) => `Mindst ${time}`,
    upTo: (time) => `Op til ${time}`,
    between: (least, most) => `${least} til ${most}`,
    businessDays: (count, plural) => (plural === "one" ? `${count} hverdag` : `${count} hverdage`),
  },

  recurring: {
    per: { day: "pr. dag", month: "pr. måned", week: "pr. uge", year: "pr. år" },
    every: (_, count, interval) =>
      `${interval === "year" ? "hvert" : "hver"} ${count}. ${INTERVALS[interval]}`,
    amount: (amount, often) => `${amount} ${often}`,
    rate: (amount, time) => `${amount} / ${time}`,
    one: INTERVALS,
    daysFree: (count, plural) => (plural === "one" ? `${count} gratis dag` : `${count} gratis dage`),
    afterTrial: (amount) => `Derefter ${amount}`,
    usage: "Efter forbrug",
    from: (amount) => `Fra ${amount}`,
    subscribeTo: (item) => `Abonner på ${item}`,
    tryItem: (item) => `Prøv ${item}`,
    totalToday: "I alt at betale i dag",
    totalAfterTrial: "I alt efter prøveperioden",
    terms: (business) =>
      `Ved at abonnere giver du ${business} tilladelse til at opkræve betaling i henhold til vilkårene, ` +
      "indtil du opsiger.",
  },

  form: {
    label: "Betalingsoplysninger",
    email: "E-mail",
    emailPlaceholder: "email@example.com",
    card: "Kort",
    cardInformation: "Kortoplysninger",
    cardNumber: "Kortnummer",
    cardNumberPlaceholder: "1234 1234 1234 1234",
    expiration: "Udløbsdato",
    expirationPlaceholder: "MM / ÅÅ",
    cvc: "CVC",
    name: "Kortholders navn",
    namePlaceholder: "Fulde navn på kortet",
    nameOnCard: "Navn på kortet",
    country: "Land eller region",
    payWithCard: "Betal med kort",
    payWith: (method: string) => `Betal med ${method}`,
    fullName: "Fulde navn",
    fullNamePlaceholder: "For- og efternavn",
    redirected: "Når du har sendt, bliver du sendt videre for at gennemføre de næste trin sikkert.",
    nameOnAccount: "Kontohavers navn",
    accountNumber: "Kontonummer",
    mandate: (business) => `Ved at bekræfte giver du ${business} tilladelse til at debitere din konto.`,
    told: "Når du har bekræftet, får du vist et nummer at betale med.",
  },
  heading: {
    contact: "Kontaktoplysninger",
    shipping: "Leveringsoplysninger",
    method: "Betalingsmetode",
    methodTabs: "Betal med kort",
    billing: "Faktureringsoplysninger",
  },
  phone: {
    label: "Telefonnummer",
    country: "Landekode",
    option: (country, code) => `${country} (+${code})`,
  },
  address: {
    shipping: "Leveringsadresse",
    billing: "Faktureringsadresse",
    search: "Adresse",
    manual: "Indtast adressen manuelt",
    name: "Navn",
    line1: "Adresselinje 1",
    line2: "Adresselinje 2",
    cities: {
      city: "By",
      district: "Distrikt",
      post_town: "By",
      suburb: "Forstad",
    },
    regions: {
      area: "Område",
      county: "Amt",
      department: "Departement",
      emirate: "Emirat",
      island: "Ø",
      parish: "Sogn",
      prefecture: "Præfektur",
      province: "Provins",
      region: "Region",
      state: "Stat",
    },
    postalCodes: {
      eircode: "Eircode",
      pin: "Postnummer (PIN)",
      postal: "Postnummer",
      zip: "Postnummer",
    },
    sameAsShipping: "Faktureringsoplysningerne er de samme som for levering",
  },
  saved: {
    cards: "Gemte kort",
    card: (brand, last4) => `${brand} •••• ${last4}`,
    expires: (date) => `Udløber ${date}`,
    newCard: "Brug et nyt kort",
    newMethod: "Brug en anden betalingsmetode",
    remove: "Fjern",
    removeCard: (card) => `Fjern ${card}`,
    save: "Gem mine betalingsoplysninger til fremtidige køb",
  },
  wallet: {
    save: "Gem mine oplysninger for hurtigere betaling",
    none: "Checkstand har ikke Link: dette felt har ingen virkning.",
  },
  business: {
    purchasing: "Jeg køber som virksomhed",
    name: "Virksomhedens navn",
    taxIdType: "Type af momsnummer",
    taxId: "Momsnummer",
  },
  fields: {
    optional: (label) => `${label} (valgfrit)`,
    choose: "Vælg…",
  },
  consent: {
    terms: (business, terms, privacy) => [
      "Jeg accepterer ",
      terms("servicevilkårene"),
      " og ",
      privacy("privatlivspolitikken"),
      ` for ${business}`,
    ],
    termsOnly: (business, terms) => ["Jeg accepterer ", terms("servicevilkårene"), ` for ${business}`],
    promotions: (business) => `Hold mig opdateret med nyheder og tilbud fra ${business}`,
    reuse: (business) =>
      `Ved at angive dine kortoplysninger giver du ${business} tilladelse til at trække fremtidige ` +
      "betalinger på dit kort i overensstemmelse med deres vilkår.",
  },
  submit: {
    pay: (amount) => `Betal ${amount}`,
    payAny: "Betal",
    book: "Reserver",
    donate: "Doner",
    subscribe: "Abonner",
    startTrial: "Start prøveperiode",
    complete: "Gennemfør ordren",
    save: "Gem kort",
    processing: "Behandler…",
    paid: "Betalingen er gennemført",
    saved: "Kortet er gemt",
  },

  faults: {
    account_incomplete: "Dine kontooplysninger er ufuldstændige.",
    answer_not_digits: "Indtast kun tal.",
    country_not_served: "Vælg et andet land eller en anden betalingsmetode.",
    cvc_incomplete: "Kortets sikkerhedskode er ufuldstændig.",
    email_invalid: "E-mailadressen er ugyldig.",
    exp_incomplete: "Kortets udløbsdato er ufuldstændig.",
    exp_invalid: "Kortets udløbsdato er ugyldig.",
    exp_month_past: "Kortets udløbsdato er overskredet.",
    exp_year_past: "Kortets udløbsår er overskredet.",
    iban_invalid: "Det indtastede IBAN er ugyldigt.",
    name_missing: "Angiv navnet på kortet",
    number_incomplete: "Kortnummeret er ufuldstændigt.",
    number_invalid: "Kortnummeret er ugyldigt.",
    phone_invalid: "Telefonnummeret er ugyldigt.",
    required: "Påkrævet",
    tax_id_invalid: "Momsnummeret er ugyldigt.",
    terms_missing: "Accepter vilkårene for at fortsætte.",
    zip_invalid: "Postnummeret er ugyldigt",
  },
  lengthFaults: {
    answer_too_short: (count) => `Indtast mindst ${count} tegn.`,
    answer_too_long: (count) => `Indtast højst ${count} tegn.`,
  },
  declines: {
    authentication_required: "Dit kort blev afvist. Denne transaktion kræver godkendelse.",
    card_not_supported: "Dette kort accepteres ikke her. Brug et andet kort.",
    card_velocity_exceeded:
      "Dit kort blev afvist på grund af for hyppige gentagne forsøg, eller fordi beløbsgrænsen er " +
      "overskredet.",
    expired_card: "Dit kort er udløbet. Prøv et andet kort.",
    fraudulent: DECLINED_CREDIT,
    generic_decline: DECLINED_CREDIT,
    incorrect_cvc: "Kortets CVC er forkert.",
    incorrect_zip: "Kortets postnummer kunne ikke bekræftes.",
    insufficient_funds:
      "Dit kreditkort blev afvist på grund af utilstrækkelig dækning. Prøv at betale med et debetkort i " +
      "stedet.",
    lost_card: DECLINED_CREDIT,
    processing_error: "Der opstod en fejl under behandlingen af dit kort. Prøv igen om lidt.",
    stolen_card: DECLINED_CREDIT,
    test_mode_live_card:
      "Dit kort blev afvist. Anmodningen var i testtilstand, men der blev brugt et kort, som ikke er et " +
      "testkort (et rigtigt kort). En liste over gyldige testkort findes på " +
      "https://stripe.com/docs/testing.",
  },
  declined: "Dit kort blev afvist. Prøv et andet kort.",
  authenticationFailed:
    "Vi kan ikke godkende din betalingsmetode. Vælg en anden betalingsmetode, og prøv igen.",
  trouble: "Noget gik galt, og der er ikke trukket penge. Prøv igen.",
  busy: "Din anmodning behandles allerede. Vent et øjeblik, og prøv så igen.",
  taxFailed: "Momsen kunne ikke beregnes for din adresse. Kontroller adressen.",
  cardGone: "Dette kort er ikke længere tilgængeligt. Brug et andet kort.",
  unreachable: "Der kunne ikke oprettes forbindelse til serveren. Kontroller, at den kører, og prøv så igen.",
  staleToken: "Denne side er forældet. Genindlæs den, og prøv igen.",

  complete: {
    title: "Du er færdig her",
    text: "Denne betalingssession er gennemført. Der er ikke mere at betale, og du kan lukke siden.",
    session: "Session",
    hint:
      "Forventede du en ny session? En anmodning, der gentager en tidligere Idempotency-Key, får den " +
      "tidligere session tilbage. Send en ny nøgle for hvert køb.",
  },
  expired: {
    title: "Denne betalingssession er udløbet",
    text: "Der er ikke trukket penge. Gå tilbage til butikken, og start forfra for at få en ny betalingsside.",
    recoverText: "Der er ikke trukket penge. Du kan stadig fortsætte, hvor du slap.",
    recover: "Start igen",
  },
  thanks: {
    title: "Tak for din betaling",
    text: (business) => `Din betaling til ${business} er gennemført. Du kan lukke denne side.`,
    nothingDue: (business) => `Din bestilling hos ${business} er gennemført. Du kan lukke denne side.`,
  },
  link: {
    inactiveTitle: "Dette link er ikke længere aktivt",
    inactiveText: "Det er slået fra, eller alt, hvad der blev solgt via det, er udsolgt.",
    unknownTitle: "Betalingslinket findes ikke",
    unknownText:
      "Kontroller adressen. En server, der har sine data i hukommelsen, glemmer sine links, når den stopper.",
    recoveryTitle: "Dette link er ikke længere gyldigt",
    recoveryText:
      "Et køb kan genoptages i 30 dage, efter at betalingssessionen er udløbet. Gå tilbage til butikken, " +
      "og start forfra.",
  },
  invoice: {
    title: (number) => `Faktura ${number}`,
    paid: (amount, date) => `${amount} betalt den ${date}`,
    due: (amount) => `${amount} at betale`,
    number: "Fakturanummer",
    issued: "Udstedelsesdato",
    paidOn: "Betalingsdato",
    from: "Fra",
    billTo: "Faktureres til",
    shipTo: "Leveres til",
    item: "Beskrivelse",
    quantity: "Antal",
    unitPrice: "Stykpris",
    amount: "Beløb",
    withoutTax: (label) => `${label} (ekskl. moms)`,
    discount: (name, off) => `${name} (${off} rabat)`,
    total: "I alt",
    amountPaid: "Betalt beløb",
    amountDue: "Skyldigt beløb",
    download: "Hent PDF",
    unknownTitle: "Fakturaen findes ikke",
    unknownText:
      "Kontroller adressen. En server, der har sine data i hukommelsen, glemmer sine fakturaer, når den " +
      "stopper.",
  },
  unknown: {
    title: "Betalingssessionen findes ikke",
    text:
      "Kontroller adressen. En server, der har sine data i hukommelsen, glemmer sine sessioner, når den " +
      "stopper.",
  },
  wrongHost: {
    title: "Denne server svarer ikke på det navn",
    text:
      "Åbn siden via den adresse, som serveren skrev, eller start serveren med den adresse til sine " +
      "betalingssider.",
  },
  refused: {
    title: "Anmodningen blev afvist",
    text: "Den kom ikke fra selve betalingssiden. Åbn siden igen, og betal derfra.",
  },
  trouble_page: {
    title: "Noget gik galt",
    text: "Serveren stødte på en uventet fejl; der står mere i dens log. Der er ikke trukket penge.",
  },
  leaving: {
    title: "Betalingen er gennemført",
    text: "Du sendes tilbage til butikken.",
    thanks: "Tak",
    link: "Fortsæt",
  },
  voucher: {
    title: (method) => `Betal med ${method}`,
    payBy: (amount, date) => `Betal ${amount} senest ${date}`,
    number: "Nummer",
    entity: "Enhed",
    reference: "Reference",
    code: "Betalingskode",
    paid: "Denne betalingskupon er betalt.",
    over: "Denne betalingskupon kan ikke længere betales.",
    text: "Der flyttes ingen penge. I test afgør e-mailadressen, hvordan det ender.",
  },
  bank: {
    title: (method: string) => `${method}-testbetalingsside`,
    text: (method: string) =>
      `Denne side står i stedet for ${method}. Ingen bank spørges, og der flyttes ingen penge. Vælg, hvordan betalingen ender.`,
    authorize: "Godkend testbetaling",
    fail: "Afvis testbetaling",
    authorizeSetup: "Godkend testopsætning",
    failSetup: "Afvis testopsætning",
  },
  challenge: {
    dialog: "Godkend din betaling",
    frame: "3D Secure-godkendelse",
    title: "Testside for 3D Secure 2",
    text: "Her ville en bank spørge, om det virkelig er dig, der betaler. Vælg, hvordan det skal ende.",
    complete: "Godkend",
    fail: "Afvis",
    close: "Annuller godkendelsen",
    over: "Denne godkendelse er afsluttet",
    overText: "Den er allerede besvaret. Du kan lukke denne side.",
  },
};
