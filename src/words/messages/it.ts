/** Every phrase of the page, in Italian. */
import type { Messages } from "./en.ts";

const DECLINED_CREDIT = "La tua carta di credito è stata rifiutata. Prova a pagare con una carta di debito.";

export const it: Messages = {
  tag: "it",

  notice: {
    title: "Checkstand, un server di test locale.",
    text: "Questo non è Stripe. Non viene trasferito denaro e si accettano solo carte di test.",
    poweredBefore: "Non è",
    powered: "Powered by Stripe",
    poweredAfter: "Questo è Checkstand, un server di test locale",
  },
  testMode: "Modalità di test",

  header: { backTo: (business) => `Torna a ${business}`, back: "Indietro" },
  summary: {
    title: (business) => `Pagamento – ${business}`,
    pay: (business) => `Paga ${business}`,
    save: "Salva i tuoi dati di pagamento",
    order: "Riepilogo dell’ordine",
    details: "Dettagli",
    quantity: (count) => `Qtà ${count}`,
    each: (amount) => `${amount} cad.`,
    subtotal: "Subtotale",
    total: "Totale dovuto",
  },
  order: {
    update: "Aggiorna",
    updated: (total) => `Ordine aggiornato. Totale dovuto: ${total}.`,
    changed: (total) =>
      `Il totale è ora ${total}. Non ti è stato addebitato nulla: controlla l’ordine e paga di nuovo.`,
    shipping: "Spedizione",
    free: "Gratis",
    lineDiscount: (label, amount) => `${label} (${amount})`,
    percentOff: (percent) => `${percent} di sconto`,
  },
  tax: {
    tax: "Imposte",
    rate: (name, percent) => `${name} (${percent})`,
    included: (name, percent) => `${name} (${percent}, inclusa)`,
    exempt: (name) => `${name} (esente)`,
    reverseCharge: (name) => `${name} (inversione contabile)`,
    pending: "Inserisci l’indirizzo per il calcolo",
    failed: "Calcolo non riuscito",
  },
  promotion: {
    add: "Aggiungi codice promozionale",
    apply: "Applica",
    remove: (code) => `Rimuovi ${code}`,
    missing: "Inserisci un codice promozionale.",
    invalid: "Questo codice non è valido.",
    expired: "Questo codice promozionale è scaduto.",
    used: "Questo codice è già stato usato il numero massimo di volte.",
    inactive: "Questo codice non è attivo.",
    otherCustomer: "Questo codice è riservato a un altro cliente.",
    firstPurchase: "Questo codice è valido solo per il primo acquisto.",
    minimum: "Il tuo ordine non raggiunge l’importo minimo per questo codice.",
  },
  quantity: {
    title: "Aggiorna quantità",
    label: "Quantità",
    labelOf: (item) => `Quantità di ${item}`,
    change: (item) => `Modifica la quantità di ${item}`,
    more: "Aumenta la quantità",
    less: "Riduci la quantità",
    update: "Aggiorna",
    close: "Chiudi",
    between: (least, most) => `Inserisci una quantità da ${least} a ${most}.`,
    zeroRemoves: "Con 0 l’articolo viene rimosso.",
  },
  customAmount: {
    label: "Importo",
    change: "Modifica importo",
    missing: "Inserisci un importo.",
    invalid: "Inserisci un importo valido.",
    atLeast: (amount) => `L’importo deve essere di almeno ${amount}.`,
    atMost: (amount) => `L’importo non può superare ${amount}.`,
  },
  shippingOption: {
    heading: "Metodo di spedizione",
    atLeast: (time) => `Almeno ${time}`,
    upTo: (time) => `Fino a ${time}`,
    between: (least, most) => `Da ${least} a ${most}`,
    businessDays: (count, plural) =>
      plural === "one" ? `${count} giorno lavorativo` : `${count} giorni lavorativi`,
  },

  recurring: {
    per: { day: "al giorno", month: "al mese", week: "alla settimana", year: "all’anno" },
    every: (time) => `ogni ${time}`,
    amount: (amount, often) => `${amount} ${often}`,
    rate: (amount, time) => `${amount} / ${time}`,
    one: { day: "giorno", month: "mese", week: "settimana", year: "anno" },
    daysFree: (count, plural) => (plural === "one" ? `${count} giorno gratis` : `${count} giorni gratis`),
    afterTrial: (amount) => `Poi ${amount}`,
    usage: "In base all’utilizzo",
    from: (amount) => `A partire da ${amount}`,
    subscribeTo: (item) => `Abbonati a ${item}`,
    tryItem: (item) => `Prova ${item}`,
    totalToday: "Totale dovuto oggi",
    totalAfterTrial: "Totale dopo la prova",
    terms: (business) =>
      `Abbonandoti, autorizzi ${business} ad addebitarti gli importi secondo i suoi termini fino alla ` +
      "disdetta.",
  },

  form: {
    label: "Dati di pagamento",
    email: "E-mail",
    emailPlaceholder: "email@example.com",
    card: "Carta",
    cardInformation: "Dati della carta",
    cardNumber: "Numero di carta",
    cardNumberPlaceholder: "1234 1234 1234 1234",
    expiration: "Data di scadenza",
    expirationPlaceholder: "MM / AA",
    cvc: "CVC",
    name: "Nome del titolare della carta",
    namePlaceholder: "Nome completo sulla carta",
    nameOnCard: "Nome sulla carta",
    country: "Paese o area geografica",
    payWithCard: "Paga con carta",
    payWith: (method: string) => `Paga con ${method}`,
    fullName: "Nome completo",
    fullNamePlaceholder: "Nome e cognome",
    redirected: "Dopo l’invio verrai reindirizzato per completare in sicurezza i passaggi successivi.",
    nameOnAccount: "Intestatario del conto",
    accountNumber: "Numero di conto",
    mandate: (business) => `Confermando, autorizzi ${business} ad addebitare il tuo conto.`,
    told: "Dopo la conferma vedrai un numero con cui pagare.",
  },
  heading: {
    contact: "Informazioni di contatto",
    shipping: "Informazioni di spedizione",
    method: "Metodo di pagamento",
    methodTabs: "Paga con carta",
    billing: "Dati di fatturazione",
  },
  phone: {
    label: "Numero di telefono",
    country: "Prefisso internazionale",
    option: (country, code) => `${country} (+${code})`,
  },
  address: {
    shipping: "Indirizzo di spedizione",
    billing: "Indirizzo di fatturazione",
    search: "Indirizzo",
    manual: "Inserisci l’indirizzo manualmente",
    name: "Nome",
    line1: "Indirizzo, riga 1",
    line2: "Indirizzo, riga 2",
    cities: {
      city: "Città",
      district: "Distretto",
      post_town: "Città o località",
      suburb: "Località",
    },
    regions: {
      area: "Area",
      county: "Contea",
      department: "Dipartimento",
      emirate: "Emirato",
      island: "Isola",
      parish: "Parrocchia",
      prefecture: "Prefettura",
      province: "Provincia",
      region: "Regione",
      state: "Stato",
    },
    postalCodes: {
      eircode: "Eircode",
      pin: "CAP (PIN)",
      postal: "CAP",
      zip: "CAP",
    },
    sameAsShipping: "L’indirizzo di fatturazione è uguale a quello di spedizione",
  },
  saved: {
    cards: "Carte salvate",
    card: (brand, last4) => `${brand} •••• ${last4}`,
    expires: (date) => `Scadenza: ${date}`,
    newCard: "Usa una nuova carta",
    newMethod: "Usa un altro metodo di pagamento",
    remove: "Rimuovi",
    removeCard: (card) => `Rimuovi ${card}`,
    save: "Salva i miei dati di pagamento per gli acquisti futuri",
  },
  wallet: {
    save: "Salva i miei dati per un pagamento più rapido",
    none: "Checkstand non dispone di Link: questa casella non ha alcun effetto.",
  },
  business: {
    purchasing: "Acquisto come azienda",
    name: "Nome dell’azienda",
    taxIdType: "Tipo di codice fiscale",
    taxId: "Codice identificativo fiscale",
  },
  fields: {
    optional: (label) => `${label} (facoltativo)`,
    choose: "Seleziona…",
  },
  consent: {
    terms: (business, terms, privacy) => [
      "Accetto i ",
      terms("Termini di servizio"),
      " e l’",
      privacy("Informativa sulla privacy"),
      ` di ${business}`,
    ],
    termsOnly: (business, terms) => ["Accetto i ", terms("Termini di servizio"), ` di ${business}`],
    promotions: (business) => `Voglio ricevere novità e offerte da ${business}`,
    reuse: (business) =>
      `Fornendo i dati della tua carta, autorizzi ${business} ad addebitare sulla carta i pagamenti futuri ` +
      "secondo i termini dell’azienda.",
  },
  submit: {
    pay: (amount) => `Paga ${amount}`,
    payAny: "Paga",
    book: "Prenota",
    donate: "Dona",
    subscribe: "Abbonati",
    startTrial: "Inizia la prova",
    complete: "Completa ordine",
    save: "Salva carta",
    processing: "Elaborazione in corso…",
    paid: "Pagamento completato",
    saved: "Carta salvata",
  },

  faults: {
    account_incomplete: "I dati del conto sono incompleti.",
    answer_not_digits: "Inserisci solo cifre.",
    country_not_served: "Scegli un altro Paese o un altro metodo di pagamento.",
    cvc_incomplete: "Il codice di sicurezza della carta è incompleto.",
    email_invalid: "Il tuo indirizzo e-mail non è valido.",
    exp_incomplete: "La data di scadenza della carta è incompleta.",
    exp_invalid: "La data di scadenza della carta non è valida.",
    exp_month_past: "La data di scadenza della carta è già passata.",
    exp_year_past: "L’anno di scadenza della carta è già passato.",
    iban_invalid: "L’IBAN inserito non è valido.",
    name_missing: "Inserisci il nome riportato sulla carta",
    number_incomplete: "Il numero della carta è incompleto.",
    number_invalid: "Il numero della carta non è valido.",
    phone_invalid: "Il tuo numero di telefono non è valido.",
    required: "Obbligatorio",
    tax_id_invalid: "Il tuo codice identificativo fiscale non è valido.",
    terms_missing: "Accetta i termini per continuare.",
    zip_invalid: "Il tuo CAP non è valido",
  },
  lengthFaults: {
    answer_too_short: (count, plural) =>
      plural === "one" ? `Inserisci almeno ${count} carattere.` : `Inserisci almeno ${count} caratteri.`,
    answer_too_long: (count, plural) =>
      plural === "one"
        ? `Inserisci al massimo ${count} carattere.`
        : `Inserisci al massimo ${count} caratteri.`,
  },
  declines: {
    authentication_required: "La tua carta è stata rifiutata. Questa transazione richiede l’autenticazione.",
    card_not_supported: "Questa carta non è accettata qui. Usa un’altra carta.",
    card_velocity_exceeded:
      "La tua carta è stata rifiutata perché sono stati effettuati tentativi ripetuti troppo frequenti o " +
      "perché ne è stato superato il limite di importo.",
    expired_card: "La tua carta è scaduta. Prova con un’altra carta.",
    fraudulent: DECLINED_CREDIT,
    generic_decline: DECLINED_CREDIT,
    incorrect_cvc: "Il CVC della carta non è corretto.",
    incorrect_zip: "La verifica del CAP della carta non è riuscita.",
    insufficient_funds:
      "La tua carta di credito è stata rifiutata per fondi insufficienti. Prova a pagare con una carta di " +
      "debito.",
    lost_card: DECLINED_CREDIT,
    processing_error: "Si è verificato un errore durante l’elaborazione della carta. Riprova tra poco.",
    stolen_card: DECLINED_CREDIT,
    test_mode_live_card:
      "La tua carta è stata rifiutata. La richiesta è stata effettuata in modalità di test, ma con una " +
      "carta reale anziché di test. Un elenco di carte di test valide è disponibile su " +
      "https://stripe.com/docs/testing.",
  },
  declined: "La tua carta è stata rifiutata. Prova con un’altra carta.",
  authenticationFailed:
    "Non siamo riusciti ad autenticare il tuo metodo di pagamento. Scegline un altro e riprova.",
  trouble: "Si è verificato un problema e non ti è stato addebitato nulla. Riprova.",
  busy: "La tua richiesta è già in corso di elaborazione. Attendi un momento, poi riprova.",
  taxFailed: "Non è stato possibile calcolare le imposte per il tuo indirizzo. Controlla l’indirizzo.",
  cardGone: "Questa carta non è più disponibile. Usa un’altra carta.",
  unreachable: "Il server non è raggiungibile. Controlla che sia in funzione, poi riprova.",
  staleToken: "Questa pagina non è aggiornata. Ricaricala e riprova.",

  complete: {
    title: "Qui è tutto fatto",
    text: "Questa sessione di pagamento è completata. Non resta nulla da pagare e puoi chiudere questa pagina.",
    session: "Sessione",
    hint:
      "Ti aspettavi una nuova sessione? Una richiesta che ripete una Idempotency-Key precedente riceve la " +
      "sessione precedente. Invia una nuova chiave per ogni acquisto.",
  },
  expired: {
    title: "Questa sessione di pagamento è scaduta",
    text:
      "Non ti è stato addebitato nulla. Torna al negozio e ricomincia per ottenere una nuova pagina di " +
      "pagamento.",
    recoverText: "Non ti è stato addebitato nulla. Puoi ancora riprendere da dove avevi interrotto.",
    recover: "Ricomincia",
  },
  thanks: {
    title: "Grazie per il pagamento",
    text: (business) => `Il tuo pagamento a ${business} è andato a buon fine. Puoi chiudere questa pagina.`,
    nothingDue: (business) =>
      `Il tuo ordine presso ${business} è stato completato. Puoi chiudere questa pagina.`,
  },
  link: {
    inactiveTitle: "Questo link non è più attivo",
    inactiveText: "È stato disattivato, oppure tutto ciò che vendeva è esaurito.",
    unknownTitle: "Questo link di pagamento non esiste",
    unknownText:
      "Controlla l’indirizzo. Un server che tiene i dati in memoria dimentica i propri link quando si " +
      "arresta.",
    recoveryTitle: "Questo link non è più valido",
    recoveryText:
      "Un pagamento può essere ripreso entro 30 giorni dalla sua scadenza. Torna al negozio e ricomincia.",
  },
  invoice: {
    title: (number) => `Fattura ${number}`,
    paid: (amount, date) => `Pagamento di ${amount} effettuato in data ${date}`,
    due: (amount) => `${amount} da pagare`,
    number: "Numero della fattura",
    issued: "Data di emissione",
    paidOn: "Data di pagamento",
    from: "Da",
    billTo: "Intestata a",
    shipTo: "Spedire a",
    item: "Descrizione",
    quantity: "Qtà",
    unitPrice: "Prezzo unitario",
    amount: "Importo",
    withoutTax: (label) => `${label} (imposte escluse)`,
    discount: (name, off) => `${name} (${off} di sconto)`,
    total: "Totale",
    amountPaid: "Importo pagato",
    amountDue: "Importo dovuto",
    download: "Scarica PDF",
    unknownTitle: "Questa fattura non esiste",
    unknownText:
      "Controlla l’indirizzo. Un server che tiene i dati in memoria dimentica le proprie fatture quando si " +
      "arresta.",
  },
  unknown: {
    title: "Questa sessione di pagamento non esiste",
    text:
      "Controlla l’indirizzo. Un server che tiene i dati in memoria dimentica le proprie sessioni quando " +
      "si arresta.",
  },
  wrongHost: {
    title: "Questo server non risponde a quel nome",
    text:
      "Apri la pagina all’indirizzo indicato dal server, oppure avvia il server con quel nome come " +
      "indirizzo della pagina di pagamento.",
  },
  refused: {
    title: "Questa richiesta è stata rifiutata",
    text: "Non proveniva dalla pagina di pagamento stessa. Apri di nuovo la pagina e paga da lì.",
  },
  trouble_page: {
    title: "Si è verificato un problema",
    text:
      "Il server ha riscontrato un errore imprevisto; il suo log contiene altri dettagli. Non ti è stato " +
      "addebitato nulla.",
  },
  leaving: {
    title: "Pagamento completato",
    text: "Ti riportiamo al negozio.",
    thanks: "Grazie",
    link: "Continua",
  },
  voucher: {
    title: (method) => `Paga con ${method}`,
    payBy: (amount, date) => `Paga ${amount} entro il ${date}`,
    number: "Numero",
    entity: "Ente",
    reference: "Riferimento",
    code: "Codice di pagamento",
    paid: "Questo voucher è stato pagato.",
    over: "Questo voucher non può più essere pagato.",
    text: "Non si muove denaro. Nei test l’indirizzo e-mail decide l’esito.",
  },
  bank: {
    title: (method: string) => `Pagina di pagamento di prova ${method}`,
    text: (method: string) =>
      `Questa pagina sostituisce ${method}. Nessuna banca viene interpellata e il denaro non si muove. Scegli come finisce il pagamento.`,
    authorize: "Autorizza pagamento di prova",
    fail: "Rifiuta pagamento di prova",
    authorizeSetup: "Autorizza configurazione di prova",
    failSetup: "Rifiuta configurazione di prova",
  },
  challenge: {
    dialog: "Autentica il pagamento",
    frame: "Verifica 3D Secure",
    title: "Pagina di test 3D Secure 2",
    text: "Qui una banca chiederebbe se sei davvero tu a pagare. Scegli come va a finire.",
    complete: "Completa",
    fail: "Fai fallire",
    close: "Annulla l’autenticazione",
    over: "Questa autenticazione è terminata",
    overText: "È già stata data una risposta. Puoi chiudere questa pagina.",
  },
};
