/** Every phrase of the page, in Dutch. */
import type { Messages } from "./en.ts";

const DECLINED_CREDIT =
  "Je creditcard is geweigerd. Probeer in plaats daarvan met een debetkaart te betalen.";

export const nl: Messages = {
  tag: "nl",

  notice: {
    title: "Checkstand, een lokale testserver.",
    text: "Dit is niet Stripe. Er wordt geen geld overgemaakt en alleen testkaarten worden geaccepteerd.",
    poweredBefore: "Niet",
    powered: "Powered by Stripe",
    poweredAfter: "Dit is Checkstand, een lokale testserver",
  },
  testMode: "Testmodus",

  header: { backTo: (business) => `Terug naar ${business}`, back: "Terug" },
  summary: {
    title: (business) => `Afrekenen – ${business}`,
    pay: (business) => `${business} betalen`,
    save: "Je betaalgegevens opslaan",
    order: "Besteloverzicht",
    details: "Details",
    quantity: (count) => `Aantal: ${count}`,
    each: (amount) => `${amount} per stuk`,
    subtotal: "Subtotaal",
    total: "Totaal te betalen",
  },
  order: {
    update: "Bijwerken",
    updated: (total) => `Bestelling bijgewerkt. Totaal te betalen: ${total}.`,
    changed: (total) =>
      `Het totaalbedrag is nu ${total}. Er is niets afgeschreven: controleer je bestelling en betaal ` +
      "opnieuw.",
    shipping: "Verzending",
    free: "Gratis",
    lineDiscount: (label, amount) => `${label} (${amount})`,
    percentOff: (percent) => `${percent} korting`,
  },
  tax: {
    tax: "Belasting",
    rate: (name, percent) => `${name} (${percent})`,
    included: (name, percent) => `${name} (${percent}, inbegrepen)`,
    exempt: (name) => `${name} (vrijgesteld)`,
    reverseCharge: (name) => `${name} (verlegd)`,
    pending: "Voer adres in voor berekening",
    failed: "Kon niet worden berekend",
  },
  promotion: {
    add: "Promotiecode toevoegen",
    apply: "Toepassen",
    remove: (code) => `${code} verwijderen`,
    missing: "Voer een promotiecode in.",
    invalid: "Deze code is ongeldig.",
    expired: "Deze promotiecode is verlopen.",
    used: "Deze code is al zo vaak gebruikt als is toegestaan.",
    inactive: "Deze code is niet actief.",
    otherCustomer: "Deze code is voor een andere klant.",
    firstPurchase: "Deze code is alleen geldig voor een eerste aankoop.",
    minimum: "Je bestelling haalt het minimumbedrag voor deze code niet.",
  },
  quantity: {
    title: "Aantal bijwerken",
    label: "Aantal",
    labelOf: (item) => `Aantal van ${item}`,
    change: (item) => `Aantal van ${item} wijzigen`,
    more: "Aantal verhogen",
    less: "Aantal verlagen",
    update: "Bijwerken",
    close: "Sluiten",
    between: (least, most) => `Voer een aantal van ${least} tot en met ${most} in.`,
    zeroRemoves: "Met 0 wordt het artikel verwijderd.",
  },
  customAmount: {
    label: "Bedrag",
    change: "Bedrag wijzigen",
    missing: "Voer een bedrag in.",
    invalid: "Voer een geldig bedrag in.",
    atLeast: (amount) => `Het bedrag moet minimaal ${amount} zijn.`,
    atMost: (amount) => `Het bedrag mag maximaal ${amount} zijn.`,
  },
  shippingOption: {
    heading: "Verzendmethode",
    atLeast: (time) => `Minimaal ${time}`,
    upTo: (time) => `Maximaal ${time}`,
    between: (least, most) => `${least} tot ${most}`,
    businessDays: (count, plural) => (plural === "one" ? `${count} werkdag` : `${count} werkdagen`),
  },

  recurring: {
    per: { day: "per dag", month: "per maand", week: "per week", year: "per jaar" },
    every: (time) => `elke ${time}`,
    amount: (amount, often) => `${amount} ${often}`,
    rate: (amount, time) => `${amount} / ${time}`,
    one: { day: "dag", month: "maand", week: "week", year: "jaar" },
    daysFree: (count, plural) => (plural === "one" ? `${count} dag gratis` : `${count} dagen gratis`),
    afterTrial: (amount) => `Daarna ${amount}`,
    usage: "Op basis van gebruik",
    from: (amount) => `Vanaf ${amount}`,
    subscribeTo: (item) => `Abonneren op ${item}`,
    tryItem: (item) => `${item} proberen`,
    totalToday: "Totaal vandaag te betalen",
    totalAfterTrial: "Totaal na de proefperiode",
    terms: (business) =>
      `Door je te abonneren, geef je ${business} toestemming om kosten in rekening te brengen volgens de ` +
      "voorwaarden, totdat je opzegt.",
  },

  form: {
    label: "Betaalgegevens",
    email: "E-mail",
    emailPlaceholder: "email@example.com",
    card: "Kaart",
    cardInformation: "Kaartgegevens",
    cardNumber: "Kaartnummer",
    cardNumberPlaceholder: "1234 1234 1234 1234",
    expiration: "Vervaldatum",
    expirationPlaceholder: "MM / JJ",
    cvc: "CVC",
    name: "Naam kaarthouder",
    namePlaceholder: "Volledige naam op kaart",
    nameOnCard: "Naam op kaart",
    country: "Land of regio",
    payWithCard: "Betalen met kaart",
    payWith: (method: string) => `Betalen met ${method}`,
    fullName: "Volledige naam",
    fullNamePlaceholder: "Voor- en achternaam",
    redirected: "Na het verzenden word je doorgestuurd om de volgende stappen veilig af te ronden.",
    nameOnAccount: "Naam rekeninghouder",
    accountNumber: "Rekeningnummer",
    mandate: (business) => `Door te bevestigen geef je ${business} toestemming om je rekening te belasten.`,
    told: "Na bevestiging zie je een nummer waarmee je betaalt.",
  },
  heading: {
    contact: "Contactgegevens",
    shipping: "Verzendgegevens",
    method: "Betaalmethode",
    methodTabs: "Betalen met kaart",
    billing: "Factuurgegevens",
  },
  phone: {
    label: "Telefoonnummer",
    country: "Landnummer",
    option: (country, code) => `${country} (+${code})`,
  },
  address: {
    shipping: "Verzendadres",
    billing: "Factuuradres",
    search: "Adres",
    manual: "Adres handmatig invoeren",
    name: "Naam",
    line1: "Adresregel 1",
    line2: "Adresregel 2",
    cities: {
      city: "Plaats",
      district: "District",
      post_town: "Stad of plaats",
      suburb: "Voorstad",
    },
    regions: {
      area: "Gebied",
      county: "Graafschap",
      department: "Departement",
      emirate: "Emiraat",
      island: "Eiland",
      parish: "Parochie",
      prefecture: "Prefectuur",
      province: "Provincie",
      region: "Regio",
      state: "Staat",
    },
    postalCodes: {
      eircode: "Eircode",
      pin: "Postcode (PIN)",
      postal: "Postcode",
      zip: "Postcode",
    },
    sameAsShipping: "Factuurgegevens zijn gelijk aan verzendgegevens",
  },
  saved: {
    cards: "Opgeslagen kaarten",
    card: (brand, last4) => `${brand} •••• ${last4}`,
    expires: (date) => `Geldig t/m ${date}`,
    newCard: "Nieuwe kaart gebruiken",
    newMethod: "Een andere betaalmethode gebruiken",
    remove: "Verwijderen",
    removeCard: (card) => `${card} verwijderen`,
    save: "Mijn betaalgegevens opslaan voor toekomstige aankopen",
  },
  wallet: {
    save: "Mijn gegevens opslaan om sneller af te rekenen",
    none: "Checkstand heeft geen Link: dit vakje heeft geen effect.",
  },
  business: {
    purchasing: "Ik koop als bedrijf",
    name: "Bedrijfsnaam",
    taxIdType: "Soort fiscaal nummer",
    taxId: "Fiscaal nummer",
  },
  fields: {
    optional: (label) => `${label} (optioneel)`,
    choose: "Selecteer…",
  },
  consent: {
    terms: (business, terms, privacy) => [
      "Ik ga akkoord met de ",
      terms("algemene voorwaarden"),
      " en het ",
      privacy("privacybeleid"),
      ` van ${business}`,
    ],
    termsOnly: (business, terms) => [
      "Ik ga akkoord met de ",
      terms("algemene voorwaarden"),
      ` van ${business}`,
    ],
    promotions: (business) => `Houd mij op de hoogte van nieuws en aanbiedingen van ${business}`,
    reuse: (business) =>
      `Door je kaartgegevens op te geven, sta je ${business} toe je kaart te belasten voor toekomstige ` +
      "betalingen volgens de voorwaarden van dat bedrijf.",
  },
  submit: {
    pay: (amount) => `Betaal ${amount}`,
    payAny: "Betalen",
    book: "Boeken",
    donate: "Doneren",
    subscribe: "Abonneren",
    startTrial: "Proefperiode starten",
    complete: "Bestelling afronden",
    save: "Kaart opslaan",
    processing: "Verwerken…",
    paid: "Betaling voltooid",
    saved: "Kaart opgeslagen",
  },

  faults: {
    account_incomplete: "Je rekeninggegevens zijn onvolledig.",
    answer_not_digits: "Voer alleen cijfers in.",
    country_not_served: "Kies een ander land of een andere betaalmethode.",
    cvc_incomplete: "De beveiligingscode van je kaart is onvolledig.",
    email_invalid: "Je e-mailadres is ongeldig.",
    exp_incomplete: "De vervaldatum van je kaart is onvolledig.",
    exp_invalid: "De vervaldatum van je kaart is ongeldig.",
    exp_month_past: "De vervaldatum van je kaart ligt in het verleden.",
    exp_year_past: "Het vervaljaar van je kaart ligt in het verleden.",
    iban_invalid: "De ingevoerde IBAN is ongeldig.",
    name_missing: "Vul de naam op je kaart in",
    number_incomplete: "Je kaartnummer is onvolledig.",
    number_invalid: "Je kaartnummer is ongeldig.",
    phone_invalid: "Je telefoonnummer is ongeldig.",
    required: "Verplicht",
    tax_id_invalid: "Je fiscaal nummer is ongeldig.",
    terms_missing: "Ga akkoord met de voorwaarden om door te gaan.",
    zip_invalid: "Je postcode is ongeldig",
  },
  lengthFaults: {
    answer_too_short: (count, plural) =>
      plural === "one" ? `Voer minimaal ${count} teken in.` : `Voer minimaal ${count} tekens in.`,
    answer_too_long: (count, plural) =>
      plural === "one" ? `Voer maximaal ${count} teken in.` : `Voer maximaal ${count} tekens in.`,
  },
  declines: {
    authentication_required: "Je kaart is geweigerd. Voor deze transactie is verificatie vereist.",
    card_not_supported: "Deze kaart wordt hier niet geaccepteerd. Gebruik een andere kaart.",
    card_velocity_exceeded:
      "Je kaart is geweigerd omdat er te vaak achter elkaar pogingen zijn gedaan of omdat de bedraglimiet " +
      "is overschreden.",
    expired_card: "Je kaart is verlopen. Probeer een andere kaart.",
    fraudulent: DECLINED_CREDIT,
    generic_decline: DECLINED_CREDIT,
    incorrect_cvc: "De CVC van je kaart is onjuist.",
    incorrect_zip: "De postcode van je kaart kon niet worden gevalideerd.",
    insufficient_funds:
      "Je creditcard is geweigerd wegens onvoldoende saldo. Probeer in plaats daarvan met een debetkaart " +
      "te betalen.",
    lost_card: DECLINED_CREDIT,
    processing_error:
      "Er is een fout opgetreden bij het verwerken van je kaart. Probeer het over een tijdje opnieuw.",
    stolen_card: DECLINED_CREDIT,
    test_mode_live_card:
      "Je kaart is geweigerd. Je verzoek werd in de testmodus gedaan, maar met een echte kaart in plaats " +
      "van een testkaart. Een lijst met geldige testkaarten vind je op https://stripe.com/docs/testing.",
  },
  declined: "Je kaart is geweigerd. Probeer een andere kaart.",
  authenticationFailed:
    "We kunnen je betaalmethode niet verifiëren. Kies een andere betaalmethode en probeer het opnieuw.",
  trouble: "Er is iets misgegaan en er is niets afgeschreven. Probeer het opnieuw.",
  busy: "Je verzoek wordt al verwerkt. Wacht even en probeer het dan opnieuw.",
  taxFailed: "De belasting voor je adres kon niet worden berekend. Controleer het adres.",
  cardGone: "Deze kaart is niet meer beschikbaar. Gebruik een andere kaart.",
  unreachable: "De server is niet bereikbaar. Controleer of deze actief is en probeer het dan opnieuw.",
  staleToken: "Deze pagina is verouderd. Laad de pagina opnieuw en probeer het nog eens.",

  complete: {
    title: "Je bent hier helemaal klaar",
    text: "Deze betaalsessie is voltooid. Er valt niets meer te betalen en je kunt deze pagina sluiten.",
    session: "Sessie",
    hint:
      "Verwachtte je een nieuwe sessie? Een verzoek dat een eerdere Idempotency-Key herhaalt, krijgt de " +
      "eerdere sessie terug. Stuur voor elke aankoop een nieuwe sleutel.",
  },
  expired: {
    title: "Deze betaalsessie is verlopen",
    text:
      "Er is niets afgeschreven. Ga terug naar de winkel en begin opnieuw om een nieuwe betaalpagina te " +
      "krijgen.",
    recoverText: "Er is niets afgeschreven. Je kunt nog verdergaan waar je gebleven was.",
    recover: "Opnieuw beginnen",
  },
  thanks: {
    title: "Bedankt voor je betaling",
    text: (business) => `Je betaling aan ${business} is gelukt. Je kunt deze pagina sluiten.`,
    nothingDue: (business) => `Je bestelling bij ${business} is voltooid. Je kunt deze pagina sluiten.`,
  },
  link: {
    inactiveTitle: "Deze link is niet meer actief",
    inactiveText: "De link is uitgeschakeld, of alles wat ermee werd verkocht is op.",
    unknownTitle: "Deze betaallink bestaat niet",
    unknownText:
      "Controleer het adres. Een server die zijn gegevens in het geheugen bewaart, vergeet zijn links " +
      "zodra hij stopt.",
    recoveryTitle: "Deze link is niet meer geldig",
    recoveryText:
      "Een betaalsessie kan tot 30 dagen na het verlopen worden hervat. Ga terug naar de winkel en begin " +
      "opnieuw.",
  },
  invoice: {
    title: (number) => `Factuur ${number}`,
    paid: (amount, date) => `${amount} betaald op ${date}`,
    due: (amount) => `${amount} te betalen`,
    number: "Factuurnummer",
    issued: "Factuurdatum",
    paidOn: "Betaaldatum",
    from: "Van",
    billTo: "Factuur aan",
    shipTo: "Verzending aan",
    item: "Omschrijving",
    quantity: "Aantal",
    unitPrice: "Prijs per eenheid",
    amount: "Bedrag",
    withoutTax: (label) => `${label} (excl. belasting)`,
    discount: (name, off) => `${name} (${off} korting)`,
    total: "Totaal",
    amountPaid: "Betaald bedrag",
    amountDue: "Te betalen bedrag",
    download: "Pdf downloaden",
    unknownTitle: "Deze factuur bestaat niet",
    unknownText:
      "Controleer het adres. Een server die zijn gegevens in het geheugen bewaart, vergeet zijn facturen " +
      "zodra hij stopt.",
  },
  unknown: {
    title: "Deze betaalsessie bestaat niet",
    text:
      "Controleer het adres. Een server die zijn gegevens in het geheugen bewaart, vergeet zijn sessies " +
      "zodra hij stopt.",
  },
  wrongHost: {
    title: "Deze server reageert niet op die naam",
    text:
      "Open de pagina via het adres dat de server heeft weergegeven, of start de server met die naam als " +
      "adres van de betaalpagina.",
  },
  refused: {
    title: "Dit verzoek is geweigerd",
    text: "Het kwam niet van de betaalpagina zelf. Open de pagina opnieuw en betaal daar.",
  },
  trouble_page: {
    title: "Er is iets misgegaan",
    text:
      "Er is op de server een onverwachte fout opgetreden; in het logboek staat meer. Er is niets " +
      "afgeschreven.",
  },
  leaving: {
    title: "Betaling voltooid",
    text: "Je wordt teruggestuurd naar de winkel.",
    thanks: "Bedankt",
    link: "Doorgaan",
  },
  voucher: {
    title: (method) => `Betalen met ${method}`,
    payBy: (amount, date) => `Betaal ${amount} uiterlijk ${date}`,
    number: "Nummer",
    entity: "Entiteit",
    reference: "Referentie",
    code: "Betaalcode",
    paid: "Deze voucher is betaald.",
    over: "Deze voucher kan niet meer worden betaald.",
    text: "Er wordt geen geld overgemaakt. In tests bepaalt het e-mailadres de uitkomst.",
  },
  bank: {
    title: (method: string) => `${method}-testbetaalpagina`,
    text: (method: string) =>
      `Deze pagina vervangt ${method}. Er wordt geen bank gevraagd en er gaat geen geld om. Kies hoe de betaling afloopt.`,
    authorize: "Testbetaling goedkeuren",
    fail: "Testbetaling weigeren",
    authorizeSetup: "Testinstelling goedkeuren",
    failSetup: "Testinstelling weigeren",
  },
  challenge: {
    dialog: "Verifieer je betaling",
    frame: "3D Secure-verificatie",
    title: "Testpagina voor 3D Secure 2",
    text: "Een bank zou hier vragen of jij het echt bent die betaalt. Kies hoe dat afloopt.",
    complete: "Voltooien",
    fail: "Laten mislukken",
    close: "Verificatie annuleren",
    over: "Deze verificatie is afgelopen",
    overText: "Deze is al beantwoord. Je kunt deze pagina sluiten.",
  },
};
