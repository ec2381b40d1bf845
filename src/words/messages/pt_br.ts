/** Every phrase of the page, in the Portuguese of Brazil. */
import type { Messages } from "./en.ts";

const DECLINED_CREDIT = "Seu cartão de crédito foi recusado. Tente pagar com um cartão de débito.";

export const ptBr: Messages = {
  tag: "pt-BR",

  notice: {
    title: "Checkstand, um servidor de teste local.",
    text: "Isto não é a Stripe. Nenhum dinheiro é movimentado e só são aceitos cartões de teste.",
    poweredBefore: "Não é",
    powered: "Powered by Stripe",
    poweredAfter: "Isto é o Checkstand, um servidor de teste local",
  },
  testMode: "Modo de teste",

  header: { backTo: (business) => `Voltar para ${business}`, back: "Voltar" },
  summary: {
    title: (business) => `Pagamento – ${business}`,
    pay: (business) => `Pagar a ${business}`,
    save: "Salve seus dados de pagamento",
    order: "Resumo do pedido",
    details: "Detalhes",
    quantity: (count) => `Qtd. ${count}`,
    each: (amount) => `${amount} cada`,
    subtotal: "Subtotal",
    total: "Total a pagar",
  },
  order: {
    update: "Atualizar",
    updated: (total) => `Pedido atualizado. Total a pagar: ${total}.`,
    changed: (total) =>
      `O total mudou para ${total}. Nada foi cobrado de você: confira seu pedido e pague novamente.`,
    shipping: "Frete",
    free: "Grátis",
    lineDiscount: (label, amount) => `${label} (${amount})`,
    off: (what) => `${what} de desconto`,
    offFor: (off, time) => `${off} por ${time}`,
  },
  tax: {
    tax: "Impostos",
    rate: (name, percent) => `${name} (${percent})`,
    included: (name, percent) => `${name} (${percent}, incluso)`,
    exempt: (name) => `${name} (isento)`,
    reverseCharge: (name) => `${name} (cobrança reversa)`,
    pending: "Insira o endereço para calcular",
    failed: "Não foi possível calcular",
  },
  promotion: {
    add: "Adicionar código promocional",
    apply: "Aplicar",
    remove: (code) => `Remover ${code}`,
    missing: "Insira um código promocional.",
    invalid: "Este código é inválido.",
    expired: "Este código promocional expirou.",
    used: "Este código já foi usado o número máximo de vezes.",
    inactive: "Este código não está ativo.",
    otherCustomer: "Este código é de outro cliente.",
    firstPurchase: "Este código só é válido para a primeira compra.",
    minimum: "Seu pedido não atinge o valor mínimo para este código.",
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
    between: (least, most) => `Insira uma quantidade de ${least} a ${most}.`,
    zeroRemoves: "Com 0, o item é removido.",
  },
  options: { heading: "Adicione ao seu pedido", add: "Adicionar", remove: "Remover" },
  customAmount: {
    label: "Valor",
    change: "Alterar valor",
    missing: "Insira um valor.",
    invalid: "Insira um valor válido.",
    atLeast: (amount) => `O valor deve ser de pelo menos ${amount}.`,
    atMost: (amount) => `O valor não pode ser maior que ${amount}.`,
  },
  shippingOption: {
    heading: "Forma de envio",
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
    usage: "Com base no uso",
    from: (amount) => `A partir de ${amount}`,
    subscribeTo: (item) => `Assinar ${item}`,
    tryItem: (item) => `Testar ${item}`,
    totalToday: "Total a pagar hoje",
    totalAfterTrial: "Total após o teste",
    terms: (business) =>
      `Ao assinar, você autoriza ${business} a fazer cobranças de acordo com os termos até que você cancele.`,
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
    fullNamePlaceholder: "Nome e sobrenome",
    redirected: "Após o envio, você será redirecionado para concluir as próximas etapas com segurança.",
  },
  heading: {
    contact: "Informações de contato",
    shipping: "Informações de entrega",
    method: "Forma de pagamento",
    methodTabs: "Pagar com cartão",
    billing: "Informações de cobrança",
  },
  phone: {
    label: "Número de telefone",
    country: "Código do país",
    option: (country, code) => `${country} (+${code})`,
  },
  address: {
    shipping: "Endereço de entrega",
    billing: "Endereço de cobrança",
    search: "Endereço",
    manual: "Inserir endereço manualmente",
    name: "Nome",
    line1: "Endereço, linha 1",
    line2: "Endereço, linha 2",
    cities: {
      city: "Cidade",
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
      prefecture: "Província",
      province: "Província",
      region: "Região",
      state: "Estado",
    },
    postalCodes: {
      eircode: "Eircode",
      pin: "Código postal (PIN)",
      postal: "CEP",
      zip: "Código postal",
    },
    sameAsShipping: "O endereço de cobrança é o mesmo da entrega",
  },
  saved: {
    cards: "Cartões salvos",
    card: (brand, last4) => `${brand} •••• ${last4}`,
    expires: (date) => `Validade: ${date}`,
    newCard: "Usar um novo cartão",
    newMethod: "Usar outra forma de pagamento",
    remove: "Remover",
    removeCard: (card) => `Remover ${card}`,
    save: "Salvar meus dados de pagamento para compras futuras",
  },
  wallet: {
    save: "Salvar meus dados para um pagamento mais rápido",
    none: "O Checkstand não tem o Link: esta caixa não tem efeito.",
  },
  business: {
    purchasing: "Estou comprando como empresa",
    name: "Nome da empresa",
    taxIdType: "Tipo de identificação fiscal",
    taxId: "Número de identificação fiscal",
  },
  fields: {
    optional: (label) => `${label} (opcional)`,
    choose: "Selecione…",
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
      `Ao fornecer os dados do seu cartão, você permite que ${business} faça cobranças no seu cartão em ` +
      "pagamentos futuros, de acordo com os termos da empresa.",
  },
  submit: {
    pay: (amount) => `Pagar ${amount}`,
    payAny: "Pagar",
    book: "Reservar",
    donate: "Doar",
    subscribe: "Assinar",
    startTrial: "Iniciar teste",
    complete: "Concluir pedido",
    save: "Salvar cartão",
    processing: "Processando…",
    paid: "Pagamento concluído",
    saved: "Cartão salvo",
  },

  faults: {
    answer_not_digits: "Insira apenas números.",
    cvc_incomplete: "O código de segurança do seu cartão está incompleto.",
    email_invalid: "Seu e-mail é inválido.",
    exp_incomplete: "A data de validade do seu cartão está incompleta.",
    exp_invalid: "A data de validade do seu cartão é inválida.",
    exp_month_past: "A data de validade do seu cartão já passou.",
    exp_year_past: "O ano de validade do seu cartão já passou.",
    name_missing: "Informe o nome que consta no seu cartão",
    number_incomplete: "O número do seu cartão está incompleto.",
    number_invalid: "O número do seu cartão é inválido.",
    phone_invalid: "Seu número de telefone é inválido.",
    required: "Obrigatório",
    tax_id_invalid: "Seu número de identificação fiscal é inválido.",
    terms_missing: "Aceite os termos para continuar.",
    zip_invalid: "Seu código postal é inválido",
  },
  lengthFaults: {
    answer_too_short: (count, plural) =>
      plural === "one" ? `Insira pelo menos ${count} caractere.` : `Insira pelo menos ${count} caracteres.`,
    answer_too_long: (count, plural) =>
      plural === "one" ? `Insira no máximo ${count} caractere.` : `Insira no máximo ${count} caracteres.`,
  },
  declines: {
    authentication_required: "Seu cartão foi recusado. Esta transação exige autenticação.",
    card_not_supported: "Este cartão não é aceito aqui. Use outro cartão.",
    card_velocity_exceeded:
      "Seu cartão foi recusado por tentativas repetidas com muita frequência ou por exceder o limite de " +
      "valor.",
    expired_card: "Seu cartão está vencido. Tente outro cartão.",
    fraudulent: DECLINED_CREDIT,
    generic_decline: DECLINED_CREDIT,
    incorrect_cvc: "O CVC do seu cartão está incorreto.",
    incorrect_zip: "Não foi possível validar o código postal do seu cartão.",
    insufficient_funds:
      "Seu cartão de crédito foi recusado por saldo insuficiente. Tente pagar com um cartão de débito.",
    lost_card: DECLINED_CREDIT,
    processing_error: "Ocorreu um erro ao processar seu cartão. Tente novamente daqui a pouco.",
    stolen_card: DECLINED_CREDIT,
    test_mode_live_card:
      "Seu cartão foi recusado. Sua solicitação foi feita em modo de teste, mas com um cartão real em vez " +
      "de um cartão de teste. Veja uma lista de cartões de teste válidos em " +
      "https://stripe.com/docs/testing.",
  },
  declined: "Seu cartão foi recusado. Tente outro cartão.",
  authenticationFailed:
    "Não conseguimos autenticar sua forma de pagamento. Escolha outra forma de pagamento e tente novamente.",
  trouble: "Algo deu errado e nada foi cobrado de você. Tente novamente.",
  busy: "Sua solicitação já está sendo processada. Aguarde um momento e tente novamente.",
  taxFailed: "Não foi possível calcular os impostos para o seu endereço. Confira o endereço.",
  cardGone: "Este cartão não está mais disponível. Use outro cartão.",
  unreachable: "Não foi possível acessar o servidor. Verifique se ele está em execução e tente novamente.",
  staleToken: "Esta página está desatualizada. Recarregue-a e tente novamente.",

  complete: {
    title: "Está tudo pronto por aqui",
    text: "Esta sessão de pagamento está concluída. Não há mais nada a pagar e você pode fechar esta página.",
    session: "Sessão",
    hint:
      "Esperava uma nova sessão? Uma solicitação que repete uma Idempotency-Key anterior recebe de volta a " +
      "sessão anterior. Envie uma nova chave para cada compra.",
  },
  expired: {
    title: "Esta sessão de pagamento expirou",
    text: "Nada foi cobrado de você. Volte à loja e comece de novo para obter uma nova página de pagamento.",
    recoverText: "Nada foi cobrado de você. Você ainda pode continuar de onde parou.",
    recover: "Começar de novo",
  },
  thanks: {
    title: "Agradecemos o seu pagamento",
    text: (business) => `Seu pagamento a ${business} foi realizado. Você pode fechar esta página.`,
  },
  link: {
    inactiveTitle: "Este link não está mais ativo",
    inactiveText: "Ele foi desativado, ou tudo o que vendia está esgotado.",
    unknownTitle: "Este link de pagamento não existe",
    unknownText:
      "Confira o endereço. Um servidor que mantém os dados na memória esquece seus links quando é encerrado.",
    recoveryTitle: "Este link não é mais válido",
    recoveryText:
      "Um pagamento pode ser retomado até 30 dias depois de expirar. Volte à loja e comece de novo.",
  },
  invoice: {
    title: (number) => `Fatura ${number}`,
    paid: (amount, date) => `Pagamento de ${amount} realizado em ${date}`,
    due: (amount) => `${amount} a pagar`,
    number: "Número da fatura",
    issued: "Data de emissão",
    paidOn: "Data de pagamento",
    from: "De",
    billTo: "Faturar para",
    shipTo: "Enviar para",
    item: "Descrição",
    quantity: "Qtd.",
    unitPrice: "Preço unitário",
    amount: "Valor",
    withoutTax: (label) => `${label} (sem impostos)`,
    discount: (name, off) => `${name} (${off} de desconto)`,
    total: "Total",
    balance: "Saldo aplicado",
    amountPaid: "Valor pago",
    amountDue: "Valor a pagar",
    download: "Baixar PDF",
    unknownTitle: "Esta fatura não existe",
    unknownText:
      "Confira o endereço. Um servidor que mantém os dados na memória esquece suas faturas quando é " +
      "encerrado.",
  },
  unknown: {
    title: "Esta sessão de pagamento não existe",
    text:
      "Confira o endereço. Um servidor que mantém os dados na memória esquece suas sessões quando é " +
      "encerrado.",
  },
  wrongHost: {
    title: "Este servidor não responde por esse nome",
    text:
      "Abra a página no endereço que o servidor informou ou inicie o servidor com esse nome como endereço " +
      "da página de pagamento.",
  },
  refused: {
    title: "Esta solicitação foi recusada",
    text: "Ela não veio da própria página de pagamento. Abra a página novamente e pague por ela.",
  },
  trouble_page: {
    title: "Algo deu errado",
    text:
      "O servidor encontrou um erro inesperado; o log do servidor traz mais informações. Nada foi cobrado " +
      "de você.",
  },
  leaving: {
    title: "Pagamento concluído",
    text: "Estamos levando você de volta à loja.",
    challengeTitle: "Agradecemos",
    link: "Continuar",
  },
  bank: {
    title: (method: string) => `Página de pagamento de teste ${method}`,
    text: (method: string) =>
      `Esta página substitui ${method}. Nenhum banco é consultado e nenhum dinheiro se move. Escolha como o pagamento termina.`,
    authorize: "Autorizar pagamento de teste",
    fail: "Recusar pagamento de teste",
    authorizeSetup: "Autorizar configuração de teste",
    failSetup: "Recusar configuração de teste",
  },
  challenge: {
    dialog: "Autentique seu pagamento",
    frame: "Verificação 3D Secure",
    title: "Página de teste do 3D Secure 2",
    text: "Aqui, um banco perguntaria se é mesmo você quem está pagando. Escolha como isso termina.",
    complete: "Concluir",
    fail: "Falhar",
    close: "Cancelar autenticação",
    over: "Esta autenticação terminou",
    overText: "Ela já foi respondida. Você pode fechar esta página.",
  },
};
