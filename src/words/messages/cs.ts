/** Every phrase of the page, in Czech. */
import type { Messages } from "./en.ts";

const DECLINED_CREDIT = "Vaše kreditní karta byla zamítnuta. Zkuste místo ní zaplatit debetní kartou.";

export const cs: Messages = {
  tag: "cs",

  notice: {
    title: "Checkstand, lokální testovací server.",
    text: "Toto není Stripe. Žádné peníze se nepřevádějí a přijímají se pouze testovací karty.",
    poweredBefore: "Toto není",
    powered: "Powered by Stripe",
    poweredAfter: "Toto je Checkstand, lokální testovací server",
  },
  testMode: "Testovací režim",

  header: { backTo: (business) => `Zpět na ${business}`, back: "Zpět" },
  summary: {
    title: (business) => `Platba – ${business}`,
    pay: (business) => `Platba pro ${business}`,
    save: "Uložte své platební údaje",
    order: "Souhrn objednávky",
    details: "Podrobnosti",
    quantity: (count) => `Množství: ${count}`,
    each: (amount) => `${amount} za kus`,
    subtotal: "Mezisoučet",
    total: "Celkem k úhradě",
  },
  order: {
    update: "Aktualizovat",
    updated: (total) => `Objednávka byla aktualizována. Celkem k úhradě: ${total}.`,
    changed: (total) =>
      `Celková částka se změnila na ${total}. Nic vám nebylo účtováno: zkontrolujte objednávku a zaplaťte ` +
      "znovu.",
    shipping: "Doprava",
    free: "Zdarma",
    lineDiscount: (label, amount) => `${label} (${amount})`,
    percentOff: (percent) => `Sleva ${percent}`,
  },
  tax: {
    tax: "Daň",
    rate: (name, percent) => `${name} (${percent})`,
    included: (name, percent) => `${name} (${percent}, v ceně)`,
    exempt: (name) => `${name} (osvobozeno)`,
    reverseCharge: (name) => `${name} (přenesení daňové povinnosti)`,
    pending: "Pro výpočet zadejte adresu",
    failed: "Nepodařilo se vypočítat",
  },
  promotion: {
    add: "Přidat slevový kód",
    apply: "Použít",
    remove: (code) => `Odebrat ${code}`,
    missing: "Zadejte slevový kód.",
    invalid: "Tento kód je neplatný.",
    expired: "Platnost tohoto slevového kódu vypršela.",
    used: "Počet možných použití tohoto kódu je vyčerpán.",
    inactive: "Tento kód není aktivní.",
    otherCustomer: "Tento kód je pro jiného zákazníka.",
    firstPurchase: "Tento kód platí pouze pro první nákup.",
    minimum: "Vaše objednávka nedosahuje minimální částky pro tento kód.",
  },
  quantity: {
    title: "Změnit množství",
    label: "Množství",
    labelOf: (item) => `Množství: ${item}`,
    change: (item) => `Změnit množství: ${item}`,
    more: "Zvýšit množství",
    less: "Snížit množství",
    update: "Aktualizovat",
    close: "Zavřít",
    between: (least, most) => `Zadejte množství od ${least} do ${most}.`,
    zeroRemoves: "0 položku odebere.",
  },
  customAmount: {
    label: "Částka",
    change: "Změnit částku",
    missing: "Zadejte částku.",
    invalid: "Zadejte platnou částku.",
    atLeast: (amount) => `Částka musí být alespoň ${amount}.`,
    atMost: (amount) => `Částka může být nejvýše ${amount}.`,
  },
  shippingOption: {
    heading: "Způsob dopravy",
    atLeast: (time) => `Nejméně ${time}`,
    upTo: (time) => `Nejvýše ${time}`,
    between: (least, most) => `${least} – ${most}`,
    businessDays: (count, plural) => {
      if (plural === "one") return `${count} pracovní den`;
      return plural === "few" ? `${count} pracovní dny` : `${count} pracovních dnů`;
    },
  },

  recurring: {
    per: { day: "za den", month: "za měsíc", week: "za týden", year: "za rok" },
    every: (time) => `jednou za ${time}`,
    amount: (amount, often) => `${amount} ${often}`,
    rate: (amount, time) => `${amount} / ${time}`,
    one: { day: "den", month: "měsíc", week: "týden", year: "rok" },
    daysFree: (count, plural) => {
      if (plural === "one") return `${count} den zdarma`;
      return plural === "few" ? `${count} dny zdarma` : `${count} dní zdarma`;
    },
    afterTrial: (amount) => `Poté ${amount}`,
    usage: "Podle spotřeby",
    from: (amount) => `Od ${amount}`,
    subscribeTo: (item) => `Předplatné: ${item}`,
    tryItem: (item) => `Vyzkoušejte: ${item}`,
    totalToday: "Celkem k úhradě dnes",
    totalAfterTrial: "Celkem po zkušebním období",
    terms: (business) =>
      `Předplatným opravňujete společnost ${business} strhávat platby podle jejích podmínek až do zrušení.`,
  },

  form: {
    label: "Platební údaje",
    email: "E-mail",
    emailPlaceholder: "email@example.com",
    card: "Karta",
    cardInformation: "Údaje o kartě",
    cardNumber: "Číslo karty",
    cardNumberPlaceholder: "1234 1234 1234 1234",
    expiration: "Konec platnosti",
    expirationPlaceholder: "MM / RR",
    cvc: "CVC",
    name: "Jméno držitele karty",
    namePlaceholder: "Celé jméno na kartě",
    nameOnCard: "Jméno na kartě",
    country: "Země nebo region",
    payWithCard: "Zaplatit kartou",
    payWith: (method: string) => `Zaplatit přes ${method}`,
    fullName: "Celé jméno",
    fullNamePlaceholder: "Jméno a příjmení",
    redirected: "Po odeslání budete přesměrováni, abyste bezpečně dokončili další kroky.",
    nameOnAccount: "Jméno majitele účtu",
    accountNumber: "Číslo účtu",
    mandate: (business) => `Potvrzením povolujete obchodu ${business} inkaso z vašeho účtu.`,
    told: "Po potvrzení se vám zobrazí číslo k platbě.",
  },
  heading: {
    contact: "Kontaktní údaje",
    shipping: "Dodací údaje",
    method: "Způsob platby",
    methodTabs: "Zaplatit kartou",
    billing: "Fakturační údaje",
  },
  phone: {
    label: "Telefonní číslo",
    country: "Předvolba",
    option: (country, code) => `${country} (+${code})`,
  },
  address: {
    shipping: "Dodací adresa",
    billing: "Fakturační adresa",
    search: "Adresa",
    manual: "Zadat adresu ručně",
    name: "Jméno",
    line1: "1. řádek adresy",
    line2: "2. řádek adresy",
    cities: {
      city: "Město",
      district: "Okres",
      post_town: "Město nebo obec",
      suburb: "Předměstí",
    },
    regions: {
      area: "Oblast",
      county: "Hrabství",
      department: "Departement",
      emirate: "Emirát",
      island: "Ostrov",
      parish: "Farnost",
      prefecture: "Prefektura",
      province: "Provincie",
      region: "Region",
      state: "Stát",
    },
    postalCodes: {
      eircode: "Eircode",
      pin: "PSČ (PIN)",
      postal: "PSČ",
      zip: "PSČ",
    },
    sameAsShipping: "Fakturační údaje jsou stejné jako dodací",
  },
  saved: {
    cards: "Uložené karty",
    card: (brand, last4) => `${brand} •••• ${last4}`,
    expires: (date) => `Platnost do ${date}`,
    newCard: "Použít novou kartu",
    newMethod: "Použít jiný způsob platby",
    remove: "Odebrat",
    removeCard: (card) => `Odebrat ${card}`,
    save: "Uložit moje platební údaje pro budoucí nákupy",
  },
  wallet: {
    save: "Uložit mé údaje pro rychlejší placení",
    none: "Checkstand službu Link nemá: toto pole nic nezmění.",
  },
  business: {
    purchasing: "Nakupuji jako firma",
    name: "Název firmy",
    taxIdType: "Typ daňového čísla",
    taxId: "Daňové číslo",
  },
  fields: {
    optional: (label) => `${label} (nepovinné)`,
    choose: "Vyberte…",
  },
  consent: {
    terms: (business, terms, privacy) => [
      "Souhlasím s ",
      terms("podmínkami služby"),
      " a ",
      privacy("zásadami ochrany osobních údajů"),
      ` společnosti ${business}`,
    ],
    termsOnly: (business, terms) => ["Souhlasím s ", terms("podmínkami služby"), ` společnosti ${business}`],
    promotions: (business) => `Chci dostávat novinky a nabídky od společnosti ${business}`,
    reuse: (business) =>
      `Zadáním údajů o kartě povolujete společnosti ${business} strhávat z vaší karty budoucí platby v ` +
      "souladu s jejími podmínkami.",
  },
  submit: {
    pay: (amount) => `Zaplatit ${amount}`,
    payAny: "Zaplatit",
    book: "Rezervovat",
    donate: "Přispět",
    subscribe: "Předplatit",
    startTrial: "Zahájit zkušební období",
    complete: "Dokončit objednávku",
    save: "Uložit kartu",
    processing: "Zpracovává se…",
    paid: "Platba dokončena",
    saved: "Karta uložena",
  },

  faults: {
    account_incomplete: "Údaje o vašem účtu jsou neúplné.",
    answer_not_digits: "Zadejte pouze číslice.",
    country_not_served: "Zvolte jinou zemi nebo jiný způsob platby.",
    cvc_incomplete: "Bezpečnostní kód vaší karty je neúplný.",
    email_invalid: "Vaše e-mailová adresa je neplatná.",
    exp_incomplete: "Datum konce platnosti vaší karty je neúplné.",
    exp_invalid: "Datum konce platnosti vaší karty je neplatné.",
    exp_month_past: "Datum konce platnosti vaší karty už uplynulo.",
    exp_year_past: "Rok konce platnosti vaší karty už uplynul.",
    iban_invalid: "Zadaný IBAN je neplatný.",
    name_missing: "Zadejte jméno uvedené na kartě",
    number_incomplete: "Číslo vaší karty je neúplné.",
    number_invalid: "Číslo vaší karty je neplatné.",
    phone_invalid: "Vaše telefonní číslo je neplatné.",
    required: "Povinné",
    tax_id_invalid: "Vaše daňové číslo je neplatné.",
    terms_missing: "Chcete-li pokračovat, vyjádřete souhlas s podmínkami.",
    zip_invalid: "Vaše PSČ je neplatné",
  },
  lengthFaults: {
    answer_too_short: (count, plural) => {
      if (plural === "one") return `Zadejte alespoň ${count} znak.`;
      return plural === "few" ? `Zadejte alespoň ${count} znaky.` : `Zadejte alespoň ${count} znaků.`;
    },
    answer_too_long: (count, plural) => {
      if (plural === "one") return `Zadejte nejvýše ${count} znak.`;
      return plural === "few" ? `Zadejte nejvýše ${count} znaky.` : `Zadejte nejvýše ${count} znaků.`;
    },
  },
  declines: {
    authentication_required: "Vaše karta byla zamítnuta. Tato transakce vyžaduje ověření.",
    card_not_supported: "Tato karta zde není přijímána. Použijte jinou kartu.",
    card_velocity_exceeded:
      "Vaše karta byla zamítnuta kvůli příliš častým opakovaným pokusům nebo překročení jejího limitu.",
    expired_card: "Platnost vaší karty vypršela. Zkuste jinou kartu.",
    fraudulent: DECLINED_CREDIT,
    generic_decline: DECLINED_CREDIT,
    incorrect_cvc: "Kód CVC vaší karty je nesprávný.",
    incorrect_zip: "PSČ vaší karty se nepodařilo ověřit.",
    insufficient_funds:
      "Vaše kreditní karta byla zamítnuta kvůli nedostatku prostředků. Zkuste místo ní zaplatit debetní " +
      "kartou.",
    lost_card: DECLINED_CREDIT,
    processing_error: "Při zpracování vaší karty došlo k chybě. Zkuste to za chvíli znovu.",
    stolen_card: DECLINED_CREDIT,
    test_mode_live_card:
      "Vaše karta byla zamítnuta. Požadavek byl v testovacím režimu, ale použil jinou než testovací (tedy " +
      "skutečnou) kartu. Seznam platných testovacích karet: https://stripe.com/docs/testing.",
  },
  declined: "Vaše karta byla zamítnuta. Zkuste jinou kartu.",
  authenticationFailed: "Nemůžeme ověřit váš způsob platby. Vyberte jiný způsob platby a zkuste to znovu.",
  trouble: "Něco se pokazilo a nic vám nebylo účtováno. Zkuste to znovu.",
  busy: "Váš požadavek se už zpracovává. Chvíli počkejte a zkuste to znovu.",
  taxFailed: "Daň pro vaši adresu se nepodařilo vypočítat. Zkontrolujte adresu.",
  cardGone: "Tato karta už není k dispozici. Použijte jinou kartu.",
  unreachable: "Server je nedostupný. Zkontrolujte, zda běží, a zkuste to znovu.",
  staleToken: "Tato stránka je zastaralá. Načtěte ji znovu a zkuste to ještě jednou.",

  complete: {
    title: "Vše je hotovo",
    text: "Tato platební relace je dokončena. Už není co platit a tuto stránku můžete zavřít.",
    session: "Relace",
    hint:
      "Čekali jste novou relaci? Požadavek, který opakuje dřívější Idempotency-Key, dostane zpět dřívější " +
      "relaci. Pro každý nákup pošlete nový klíč.",
  },
  expired: {
    title: "Platnost této platební relace vypršela",
    text:
      "Nic vám nebylo účtováno. Vraťte se do obchodu a začněte znovu, abyste získali novou platební " +
      "stránku.",
    recoverText: "Nic vám nebylo účtováno. Stále můžete pokračovat tam, kde jste skončili.",
    recover: "Začít znovu",
  },
  thanks: {
    title: "Děkujeme za platbu",
    text: (business) => `Vaše platba pro ${business} proběhla. Tuto stránku můžete zavřít.`,
    nothingDue: (business) => `Vaše objednávka u ${business} je dokončena. Tuto stránku můžete zavřít.`,
  },
  link: {
    inactiveTitle: "Tento odkaz už není aktivní",
    inactiveText: "Byl vypnut, nebo je vše, co se přes něj prodávalo, vyprodáno.",
    unknownTitle: "Takový platební odkaz neexistuje",
    unknownText:
      "Zkontrolujte adresu. Server, který uchovává data v paměti, při zastavení své odkazy zapomene.",
    recoveryTitle: "Tento odkaz už není platný",
    recoveryText:
      "K přerušenému nákupu se lze vrátit do 30 dnů od vypršení platební relace. Vraťte se do obchodu a " +
      "začněte znovu.",
  },
  invoice: {
    title: (number) => `Faktura ${number}`,
    paid: (amount, date) => `${amount} zaplaceno dne ${date}`,
    due: (amount) => `${amount} k úhradě`,
    number: "Číslo faktury",
    issued: "Datum vystavení",
    paidOn: "Datum úhrady",
    from: "Dodavatel",
    billTo: "Odběratel",
    shipTo: "Příjemce",
    item: "Popis",
    quantity: "Množství",
    unitPrice: "Jednotková cena",
    amount: "Částka",
    withoutTax: (label) => `${label} (bez daně)`,
    discount: (name, off) => `${name} (sleva ${off})`,
    total: "Celkem",
    amountPaid: "Uhrazeno",
    amountDue: "K úhradě",
    download: "Stáhnout PDF",
    unknownTitle: "Taková faktura neexistuje",
    unknownText:
      "Zkontrolujte adresu. Server, který uchovává data v paměti, při zastavení své faktury zapomene.",
  },
  unknown: {
    title: "Taková platební relace neexistuje",
    text: "Zkontrolujte adresu. Server, který uchovává data v paměti, při zastavení své relace zapomene.",
  },
  wrongHost: {
    title: "Tento server pod tímto názvem neodpovídá",
    text:
      "Otevřete stránku na adrese, kterou server vypsal, nebo server spusťte s touto adresou pro jeho " +
      "platební stránky.",
  },
  refused: {
    title: "Tento požadavek byl odmítnut",
    text: "Nepřišel ze samotné platební stránky. Otevřete stránku znovu a zaplaťte na ní.",
  },
  trouble_page: {
    title: "Něco se pokazilo",
    text: "Na serveru došlo k neočekávané chybě; více je v jeho protokolu. Nic vám nebylo účtováno.",
  },
  leaving: {
    title: "Platba dokončena",
    text: "Vracíme vás do obchodu.",
    thanks: "Děkujeme",
    link: "Pokračovat",
  },
  voucher: {
    title: (method) => `Zaplaťte přes ${method}`,
    payBy: (amount, date) => `Zaplaťte ${amount} do ${date}`,
    number: "Číslo",
    entity: "Subjekt",
    reference: "Reference",
    code: "Platební kód",
    paid: "Tento poukaz byl zaplacen.",
    over: "Tento poukaz už nelze zaplatit.",
    text: "Žádné peníze se nepřevádějí. O výsledku v testech rozhoduje e-mailová adresa.",
  },
  bank: {
    title: (method: string) => `Testovací platební stránka ${method}`,
    text: (method: string) =>
      `Tato stránka zastupuje ${method}. Žádná banka se nedotazuje a žádné peníze se nepřevádějí. Zvolte, jak platba skončí.`,
    authorize: "Schválit testovací platbu",
    fail: "Zamítnout testovací platbu",
    authorizeSetup: "Schválit testovací uložení",
    failSetup: "Zamítnout testovací uložení",
  },
  challenge: {
    dialog: "Ověřte svou platbu",
    frame: "Ověření 3D Secure",
    title: "Testovací stránka 3D Secure 2",
    text: "Zde by se banka zeptala, zda opravdu platíte vy. Vyberte, jak to má skončit.",
    complete: "Potvrdit",
    fail: "Zamítnout",
    close: "Zrušit ověření",
    over: "Toto ověření je ukončeno",
    overText: "Už bylo zodpovězeno. Tuto stránku můžete zavřít.",
  },
};
