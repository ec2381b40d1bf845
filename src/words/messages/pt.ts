/** Every phrase of the page, in the Portuguese of Portugal. */
import type { Messages } from "./en.ts";

const DECLINED_CREDIT = "O seu cartão de crédito foi recusado. Experimente pagar com um cartão de débito.";

export const pt: Messages = {
  tag: "pt-PT",

  notice: {
    title: "Checkstand, um servidor de teste local.",
    text: "Isto não é o Stripe. Não há movimento de dinheiro e só são aceites cartões de teste.",
    poweredBefore: "Não é",
    powered: "Powered by Stripe",
    poweredAfter: "Isto é o Checkstand, um servidor de teste local",
  },
  testMode: "Modo de teste",

  header: { backTo: (business) => `Voltar a ${business}`, back: "Voltar" },
  summary: {
    title: (business) => `Pagamento – ${business}`,
    pay: (business) => `Pagar a ${business}`,
    save: "Guarde os seus dados de pagamento",
    order: "Resumo da encomenda",
    details: "Detalhes",
    quantity: (count) => `Qtd. ${count}`,
    each: (amount) => `${amount} cada`,
    subtotal: "Subtotal",
    total: "Total a pagar",
  },
  order: {
    update: "Atualizar",
    updated: (total) => `Encomenda atualizada. Total a pagar: ${total}.`,
    changed: (total) =>
      `O total passou a ser ${total}. Não lhe foi cobrado nada: verifique a encomenda e pague novamente.`,
    shipping: "Envio",
    free: "Grátis",
    lineDiscount: (label, amount) => `${label} (${amount})`,
    off: (what) => `${what} de desconto`,
    offFor: (off, time) => `${off} durante ${time}`,
  },
  tax: {
    tax: "Impostos",
    rate: (name, percent) => `${name} (${percent})`,
    included: (name, percent) => `${name} (${percent}, incluído)`,
    exempt: (name) => `${name} (isento)`,
    reverseCharge: (name) => `${name} (autoliquidação)`,
    pending: "Introduza a morada para calcular",
    failed: "Não foi possível calcular",
  },
  promotion: {
    add: "Adicionar código promocional",
    apply: "Aplicar",
    remove: (code) => `Remover ${code}`,
    missing: "Introduza um código promocional.",
    invalid: "Este código é inválido.",
    expired: "Este código promocional expirou.",
    used: "Este código já foi utilizado o número máximo de vezes.",
    inactive: "Este código não está ativo.",
    otherCustomer: "Este código destina-se a outro cliente.",
    firstPurchase: "Este código só é válido para uma primeira compra.",
    minimum: "A sua encomenda não atinge o montante mínimo para este código.",
  },
  quantity: {
    title: "Atualizar quantidade",
    label: "Quantidade",
    labelOf: (item) => `Quantidade de ${item}`,
    change: (item) => `Alterar a quantidade de ${item}`,
    more: "Aumentar a quantidade",
    less: "Diminuir a quantidade",
    update: "Atualizar",
    close: "Fechar",
    between: (least, most) => `Introduza uma quantidade de ${least} a ${most}.`,
    zeroRemoves: "Com 0, o artigo é removido.",
  },
  options: { heading: "Adicione à sua encomenda", add: "Adicionar", remove: "Remover" },
  customAmount: {
    label: "Montante",
    change: "Alterar montante",
    missing: "Introduza um montante.",
    invalid: "Introduza um montante válido.",
    atLeast: (amount) => `O montante deve ser, no mínimo, ${amount}.`,
    atMost: (amount) => `O montante não pode ser superior a ${amount}.`,
  },
  shippingOption: {
    heading: "Método de envio",
    atLeast: (time) => `Pelo menos ${time}`,
    upTo: (time) => `Até ${time}`,
    between: (least, most) => `De ${least} a ${most}`,
    businessDays: (count, plural) => (plural === "one" ? `${count} dia útil` : `${count} dias úteis`),
  },

  recurring: {
    per: { day: "por dia", month: "por mês", week: "por semana", year: "por ano" },
    every: (time) => `a cada ${time}`,
    amount: (amount, often) => `${amount} ${often}`,
    rate: (amount, time) => `${amount} / ${time}`,
    one: { day: "dia", month: "mês", week: "semana", year: "ano" },
    daysFree: (count, plural) => (plural === "one" ? `${count} dia grátis` : `${count} dias grátis`),
    afterTrial: (amount) => `Depois, ${amount}`,
    usage: "Com base na utilização",
    from: (amount) => `A partir de ${amount}`,
    subscribeTo: (item) => `Subscrever ${item}`,
    tryItem: (item) => `Experimentar ${item}`,
    totalToday: "Total a pagar hoje",
    totalAfterTrial: "Total após o período de teste",
    terms: (business) =>
      `Ao subscrever, autoriza ${business} a cobrar-lhe de acordo com os respetivos termos até cancelar.`,
  },

  form: {
    label: "Dados de pagamento",
    email: "E-mail",
    emailPlaceholder: "email@example.com",
    card: "Cartão",
    cardInformation: "Dados do cartão",
    cardNumber: "Número do cartão",
    cardNumberPlaceholder: "1234 1234 1234 1234",
    expiration: "Data de validade",
    expirationPlaceholder: "MM / AA",
    cvc: "CVC",
    name: "Nome do titular do cartão",
    namePlaceholder: "Nome completo no cartão",
    nameOnCard: "Nome no cartão",
    country: "País ou região",
    payWithCard: "Pagar com cartão",
    payWith: (method: string) => `Pagar com ${method}`,
    fullName: "Nome completo",
    fullNamePlaceholder: "Nome e apelido",
    redirected: "Após o envio, será redirecionado para concluir os passos seguintes em segurança.",
  },
  heading: {
    contact: "Informações de contacto",
    shipping: "Informações de envio",
    method: "Método de pagamento",
    methodTabs: "Pagar com cartão",
    billing: "Informações de faturação",
  },
  phone: {
    label: "Número de telefone",
    country: "Indicativo telefónico",
    option: (country, code) => `${country} (+${code})`,
  },
  address: {
    shipping: "Morada de envio",
    billing: "Morada de faturação",
    search: "Morada",
    manual: "Introduzir a morada manualmente",
    name: "Nome",
    line1: "Linha de morada 1",
    line2: "Linha de morada 2",
    cities: {
      city: "Localidade",
      district: "Distrito",
      post_town: "Cidade ou localidade",
      suburb: "Localidade",
    },
    regions: {
      area: "Área",
      county: "Condado",
      department: "Departamento",
      emirate: "Emirado",
      island: "Ilha",
      parish: "Paróquia",
      prefecture: "Prefeitura",
      province: "Província",
      region: "Região",
      state: "Estado",
    },
    postalCodes: {
      eircode: "Eircode",
      pin: "Código postal (PIN)",
      postal: "Código postal",
      zip: "Código postal",
    },
    sameAsShipping: "A morada de faturação é igual à morada de envio",
  },
  saved: {
    cards: "Cartões guardados",
    card: (brand, last4) => `${brand} •••• ${last4}`,
    expires: (date) => `Validade: ${date}`,
    newCard: "Utilizar um novo cartão",
    newMethod: "Utilizar outro método de pagamento",
    remove: "Remover",
    removeCard: (card) => `Remover ${card}`,
    save: "Guardar os meus dados de pagamento para compras futuras",
  },
  wallet: {
    save: "Guardar os meus dados para um pagamento mais rápido",
    none: "O Checkstand não tem o Link: esta caixa não tem qualquer efeito.",
  },
  business: {
    purchasing: "Estou a comprar como empresa",
    name: "Nome da empresa",
    taxIdType: "Tipo de identificação fiscal",
    taxId: "Número de identificação fiscal",
  },
  fields: {
    optional: (label) => `${label} (opcional)`,
    choose: "Selecionar…",
  },
  consent: {
    terms: (business, terms, privacy) => [
      "Aceito os ",
      terms("Termos de Serviço"),
      " e a ",
      privacy("Política de Privacidade"),
      ` de ${business}`,
    ],
    termsOnly: (business, terms) => ["Aceito os ", terms("Termos de Serviço"), ` de ${business}`],
    promotions: (business) => `Quero receber novidades e ofertas de ${business}`,
    reuse: (business) =>
      `Ao fornecer os dados do seu cartão, autoriza ${business} a debitar o seu cartão em pagamentos ` +
      "futuros, de acordo com os respetivos termos.",
  },
  submit: {
    pay: (amount) => `Pagar ${amount}`,
    payAny: "Pagar",
    book: "Reservar",
    donate: "Doar",
    subscribe: "Subscrever",
    startTrial: "Iniciar período de teste",
    complete: "Concluir encomenda",
    save: "Guardar cartão",
    processing: "A processar…",
    paid: "Pagamento concluído",
    saved: "Cartão guardado",
  },

  faults: {
    answer_not_digits: "Introduza apenas algarismos.",
    cvc_incomplete: "O código de segurança do seu cartão está incompleto.",
    email_invalid: "O seu e-mail é inválido.",
    exp_incomplete: "A data de validade do seu cartão está incompleta.",
    exp_invalid: "A data de validade do seu cartão é inválida.",
    exp_month_past: "A data de validade do seu cartão já passou.",
    exp_year_past: "O ano de validade do seu cartão já passou.",
    name_missing: "Indique o nome que consta no seu cartão",
    number_incomplete: "O número do seu cartão está incompleto.",
    number_invalid: "O número do seu cartão é inválido.",
    phone_invalid: "O seu número de telefone é inválido.",
    required: "Obrigatório",
    tax_id_invalid: "O seu número de identificação fiscal é inválido.",
    terms_missing: "Aceite os termos para continuar.",
    zip_invalid: "O seu código postal é inválido",
  },
  lengthFaults: {
    answer_too_short: (count, plural) =>
      plural === "one"
        ? `Introduza pelo menos ${count} caráter.`
        : `Introduza pelo menos ${count} carateres.`,
    answer_too_long: (count, plural) =>
      plural === "one" ? `Introduza no máximo ${count} caráter.` : `Introduza no máximo ${count} carateres.`,
  },
  declines: {
    authentication_required: "O seu cartão foi recusado. Esta transação requer autenticação.",
    card_not_supported: "Este cartão não é aceite aqui. Utilize outro cartão.",
    card_velocity_exceeded:
      "O seu cartão foi recusado devido a tentativas repetidas com demasiada frequência ou por exceder o " +
      "seu limite de montante.",
    expired_card: "O seu cartão expirou. Experimente outro cartão.",
    fraudulent: DECLINED_CREDIT,
    generic_decline: DECLINED_CREDIT,
    incorrect_cvc: "O CVC do seu cartão está incorreto.",
    incorrect_zip: "Não foi possível validar o código postal do seu cartão.",
    insufficient_funds:
      "O seu cartão de crédito foi recusado por falta de fundos. Experimente pagar com um cartão de débito.",
    lost_card: DECLINED_CREDIT,
    processing_error: "Ocorreu um erro ao processar o seu cartão. Tente novamente dentro de momentos.",
    stolen_card: DECLINED_CREDIT,
    test_mode_live_card:
      "O seu cartão foi recusado. O seu pedido foi feito em modo de teste, mas com um cartão real em vez " +
      "de um cartão de teste. Encontra uma lista de cartões de teste válidos em " +
      "https://stripe.com/docs/testing.",
  },
  declined: "O seu cartão foi recusado. Experimente outro cartão.",
  authenticationFailed:
    "Não foi possível autenticar o seu método de pagamento. Escolha outro método de pagamento e tente " +
    "novamente.",
  trouble: "Ocorreu um problema e não lhe foi cobrado nada. Tente novamente.",
  busy: "O seu pedido já está a ser processado. Aguarde um momento e tente novamente.",
  taxFailed: "Não foi possível calcular os impostos para a sua morada. Verifique a morada.",
  cardGone: "Este cartão já não está disponível. Utilize outro cartão.",
  unreachable: "Não foi possível contactar o servidor. Verifique se está em execução e tente novamente.",
  staleToken: "Esta página está desatualizada. Recarregue-a e tente novamente.",

  complete: {
    title: "Está tudo concluído",
    text: "Esta sessão de pagamento está concluída. Não há mais nada a pagar e pode fechar esta página.",
    session: "Sessão",
    hint:
      "Esperava uma nova sessão? Um pedido que repete uma Idempotency-Key anterior recebe a sessão " +
      "anterior. Envie uma nova chave para cada compra.",
  },
  expired: {
    title: "Esta sessão de pagamento expirou",
    text: "Não lhe foi cobrado nada. Volte à loja e recomece para obter uma nova página de pagamento.",
    recoverText: "Não lhe foi cobrado nada. Ainda pode continuar a partir do ponto onde ficou.",
    recover: "Recomeçar",
  },
  thanks: {
    title: "Obrigado pelo seu pagamento",
    text: (business) => `O seu pagamento a ${business} foi efetuado. Pode fechar esta página.`,
  },
  link: {
    inactiveTitle: "Esta ligação já não está ativa",
    inactiveText: "Foi desativada, ou tudo o que vendia está esgotado.",
    unknownTitle: "Esta ligação de pagamento não existe",
    unknownText:
      "Verifique o endereço. Um servidor que guarda os dados em memória esquece as suas ligações quando " +
      "para.",
    recoveryTitle: "Esta ligação já não é válida",
    recoveryText:
      "Um pagamento pode ser retomado nos 30 dias seguintes à sua expiração. Volte à loja e recomece.",
  },
  invoice: {
    title: (number) => `Fatura ${number}`,
    paid: (amount, date) => `Pagamento de ${amount} efetuado em ${date}`,
    due: (amount) => `${amount} a pagar`,
    number: "Número da fatura",
    issued: "Data de emissão",
    paidOn: "Data de pagamento",
    from: "De",
    billTo: "Faturar a",
    shipTo: "Enviar para",
    item: "Descrição",
    quantity: "Qtd.",
    unitPrice: "Preço unitário",
    amount: "Montante",
    withoutTax: (label) => `${label} (sem impostos)`,
    discount: (name, off) => `${name} (${off} de desconto)`,
    total: "Total",
    balance: "Saldo aplicado",
    amountPaid: "Montante pago",
    amountDue: "Montante a pagar",
    download: "Transferir PDF",
    unknownTitle: "Esta fatura não existe",
    unknownText:
      "Verifique o endereço. Um servidor que guarda os dados em memória esquece as suas faturas quando para.",
  },
  unknown: {
    title: "Esta sessão de pagamento não existe",
    text: "Verifique o endereço. Um servidor que guarda os dados em memória esquece as suas sessões quando para.",
  },
  wrongHost: {
    title: "Este servidor não responde a esse nome",
    text:
      "Abra a página no endereço que o servidor indicou, ou inicie o servidor com esse nome como endereço " +
      "da página de pagamento.",
  },
  refused: {
    title: "Este pedido foi recusado",
    text: "Não veio da própria página de pagamento. Abra novamente a página e pague a partir dela.",
  },
  trouble_page: {
    title: "Ocorreu um problema",
    text:
      "O servidor encontrou um erro inesperado; o registo do servidor tem mais informações. Não lhe foi " +
      "cobrado nada.",
  },
  leaving: {
    title: "Pagamento concluído",
    text: "A voltar à loja.",
    challengeTitle: "Obrigado",
    link: "Continuar",
  },
  bank: {
    title: (method: string) => `Página de pagamento de teste ${method}`,
    text: (method: string) =>
      `Esta página substitui ${method}. Nenhum banco é consultado e não há movimentos de dinheiro. Escolha como termina o pagamento.`,
    authorize: "Autorizar pagamento de teste",
    fail: "Recusar pagamento de teste",
    authorizeSetup: "Autorizar configuração de teste",
    failSetup: "Recusar configuração de teste",
  },
  challenge: {
    dialog: "Autentique o seu pagamento",
    frame: "Verificação 3D Secure",
    title: "Página de teste do 3D Secure 2",
    text: "Aqui, um banco perguntaria se o pagamento está mesmo a ser feito por si. Escolha como isso termina.",
    complete: "Concluir",
    fail: "Falhar",
    close: "Cancelar autenticação",
    over: "Esta autenticação terminou",
    overText: "Já foi dada uma resposta. Pode fechar esta página.",
  },
};
