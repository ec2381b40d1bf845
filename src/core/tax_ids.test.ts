/**
 * Formats of tax ids: Stripe's examples, values that are almost right, and what the page offers in each
 * country.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import {
  firstVerification,
  marksBusiness,
  registerAnswer,
  TAX_ID_TYPES,
  taxIdChoices,
  taxIdCountry,
  taxIdFault,
  taxIdLabel,
} from "./tax_ids.ts";

const ISO_COUNTRIES = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].flatMap((a) =>
  [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].map((b) => a + b),
);

test("the types are those of the official client", () => {
  const client = createRequire(import.meta.url).resolve("stripe");
  const declared = readFileSync(new URL("./resources/TaxIds.d.ts", `file://${client}`), "utf8");
  const [, named = ""] = /namespace TaxIdCreateParams \{\s*type Type = ([^;]+);/.exec(declared) ?? [];
  const types = [...named.matchAll(/'(\w+)'/g)].map(([, type]) => type);
  expect(types.length).toBeGreaterThan(100);
  expect(TAX_ID_TYPES).toEqual(types);
});

// All examples of Stripe's documentation ("Customer tax IDs").
// biome-ignore format: a line a few types
test.each([
  ["ad_nrt", "A-123456-Z"], ["ae_trn", "123456789012345"], ["al_tin", "J12345678N"], ["am_tin", "02538904"],
  ["ao_tin", "5123456789"], ["ar_cuit", "12-3456789-01"], ["au_abn", "12345678912"], ["au_arn", "123456789123"],
  ["aw_tin", "12345678"], ["az_tin", "0123456789"], ["ba_tin", "123456789012"], ["bb_tin", "1123456789012"],
  ["bd_bin", "123456789-0123"], ["bf_ifu", "12345678A"], ["bg_uic", "123456789"], ["bh_vat", "123456789012345"],
  ["bj_ifu", "1234567890123"], ["bo_tin", "123456789"], ["br_cnpj", "01.234.456/5432-10"],
  ["br_cpf", "123.456.789-87"], ["bs_tin", "123.456.789"], ["by_tin", "123456789"], ["ca_bn", "123456789"],
  ["ca_gst_hst", "123456789RT0002"], ["ca_pst_bc", "PST-1234-5678"], ["ca_pst_mb", "123456-7"],
  ["ca_pst_sk", "1234567"], ["ca_qst", "1234567890TQ1234"], ["cd_nif", "A0123456M"],
  ["ch_uid", "CHE-123.456.789 HR"], ["ch_vat", "CHE-123.456.789 MWST"], ["cl_tin", "12.345.678-K"],
  ["cm_niu", "M123456789000L"], ["cn_tin", "123456789012345678"], ["co_nit", "123.456.789-0"],
  ["cr_tin", "1-234-567890"], ["cv_nif", "213456789"], ["de_stn", "1234567890"], ["do_rcn", "123-4567890-1"],
  ["ec_ruc", "1234567890001"], ["eg_tin", "123456789"], ["es_cif", "A12345678"], ["et_tin", "1234567890"],
  ["eu_oss_vat", "EU123456789"], ["eu_vat", "ATU12345678"], ["eu_vat", "BE0123456789"],
  ["eu_vat", "BG0123456789"], ["eu_vat", "CY12345678Z"], ["eu_vat", "CZ1234567890"], ["eu_vat", "DE123456789"],
  ["eu_vat", "DK12345678"], ["eu_vat", "EE123456789"], ["eu_vat", "ESA1234567Z"], ["eu_vat", "FI12345678"],
  ["eu_vat", "FRAB123456789"], ["eu_vat", "XI123456789"], ["eu_vat", "EL123456789"], ["eu_vat", "HR12345678912"],
  ["eu_vat", "HU12345678"], ["eu_vat", "IE1234567AB"], ["eu_vat", "IT12345678912"], ["eu_vat", "LT123456789123"],
  ["eu_vat", "LU12345678"], ["eu_vat", "LV12345678912"], ["eu_vat", "MT12345678"], ["eu_vat", "NL123456789B12"],
  ["eu_vat", "PL1234567890"], ["eu_vat", "PT123456789"], ["eu_vat", "RO1234567891"], ["eu_vat", "SE123456789123"],
  ["eu_vat", "SI12345678"], ["eu_vat", "SK1234567891"], ["fo_vat", "FO123456"], ["gb_vat", "GB123456789"],
  ["ge_vat", "123456789"], ["gi_tin", "12345"], ["gn_nif", "123456789"], ["hk_br", "12345678"],
  ["hr_oib", "12345678901"], ["hu_tin", "12345678-1-23"], ["ic_nif", "A12345678"],
  ["id_npwp", "012.345.678.9-012.345"], ["il_vat", "000012345"], ["in_gst", "12ABCDE3456FGZH"],
  ["is_vat", "123456"], ["it_cf", "ABCDEF12A12A123A"], ["jp_cn", "1234567891234"], ["jp_rn", "12345"],
  ["jp_trn", "T1234567891234"], ["ke_pin", "P000111111A"], ["kg_tin", "12345678901234"],
  ["kh_tin", "1001-123456789"], ["kr_brn", "123-45-67890"], ["kz_bin", "123456789012"],
  ["la_tin", "123456789-000"], ["li_uid", "CHE123456789"], ["li_vat", "12345"], ["lk_vat", "123456789-1234"],
  ["ma_vat", "12345678"], ["md_vat", "1234567"], ["me_pib", "12345678"], ["mk_vat", "MK1234567890123"],
  ["mr_nif", "12345678"], ["mx_rfc", "ABC010203AB9"], ["my_frp", "12345678"], ["my_itn", "C 1234567890"],
  ["my_sst", "A12-3456-78912345"], ["ng_tin", "12345678-0001"], ["no_vat", "123456789MVA"],
  ["no_voec", "1234567"], ["np_pan", "123456789"], ["nz_gst", "123456789"], ["om_vat", "OM1234567890"],
  ["pe_ruc", "12345678901"], ["ph_tin", "123456789012"], ["pl_nip", "1234567890"], ["py_ruc", "12345678A"],
  ["ro_tin", "1234567890123"], ["rs_pib", "123456789"], ["ru_inn", "1234567891"], ["ru_kpp", "123456789"],
  ["sa_vat", "123456789012345"], ["sg_gst", "M12345678X"], ["sg_uen", "123456789F"], ["si_tin", "12345678"],
  ["sn_ninea", "12345672A2"], ["sr_fin", "1234567890"], ["sv_nit", "1234-567890-123-4"],
  ["th_vat", "1234567891234"], ["tj_tin", "123456789"], ["tr_tin", "0123456789"], ["tw_vat", "12345678"],
  ["tz_vat", "12345678A"], ["ua_vat", "123456789"], ["ug_tin", "1014751879"], ["us_ein", "12-3456789"],
  ["uy_ruc", "123456789012"], ["uz_tin", "123456789"], ["uz_vat", "123456789012"], ["ve_rif", "A-12345678-9"],
  ["vn_tin", "1234567890"], ["za_vat", "4123456789"], ["zm_tin", "1004751879"], ["zw_tin", "1234567890"],
  // Without punctuation, and real ids in formats that the examples do not show.
  ["us_ein", "123456789"], ["br_cnpj", "01234456543210"], ["ch_vat", "CHE123456789MWST"],
  ["ar_cuit", "20123456783"], ["eu_vat", "IE9S99999L"], ["eu_vat", "NL000099998B57"], ["gb_vat", "GBGD001"],
] as const)("%s %s is accepted", (type, value) => {
  expect(taxIdFault(type, value)).toBeNull();
});

describe.each(TAX_ID_TYPES)("%s", (type) => {
  test("refuses other texts, and a valid value with text after it", () => {
    for (const wrong of ["", "?", "12", "123456789012345678901234567890", " 123456789", "DE123456789\n"]) {
      expect(taxIdFault(type, wrong), wrong).toBe(`Invalid value for ${type}.`);
    }
  });
});

test.each([
  ["eu_vat", "DE12345678"],
  ["eu_vat", "123456789"],
  ["eu_vat", "GB123456789"],
  ["eu_vat", "GR123456789"],
  ["eu_vat", "US123456789"],
  ["eu_vat", "de123456789"],
  ["gb_vat", "123456789"],
  ["gb_vat", "DE123456789"],
  ["us_ein", "1-23456789"],
  ["ch_vat", "CHE-123.456.789"],
  ["za_vat", "5123456789"],
  ["unknown", "123456789"],
  ["constructor", "123456789"],
])("%s %s is refused", (type, value) => {
  expect(taxIdFault(type, value)).toBe(`Invalid value for ${type}.`);
});

test.each([
  ["eu_vat", "EL123456789", "GR", "GR VAT"],
  ["eu_vat", "XI123456789", "GB", "XI VAT"],
  ["eu_vat", "DE123456789", "DE", "DE VAT"],
  ["eu_oss_vat", "EU123456789", "EU", "EU OSS VAT"],
  ["ic_nif", "A12345678", "ES", "IC NIF"],
  ["ca_gst_hst", "123456789RT0002", "CA", "CA GST/HST"],
  ["us_ein", "12-3456789", "US", "US EIN"],
])("%s %s is of the country %s and labeled %s", (type, value, country, label) => {
  expect(taxIdCountry(type, value)).toBe(country);
  expect(taxIdLabel(type, country)).toBe(label);
});

// What Checkout collects in which country ("Collect customer tax IDs").
test.each([
  ["DE", ["eu_vat"]],
  ["ES", ["eu_vat", "es_cif"]],
  ["GB", ["gb_vat", "eu_vat"]],
  ["GR", ["eu_vat"]],
  ["CH", ["ch_vat"]],
  ["LI", ["li_vat"]],
  ["AU", ["au_abn"]],
  ["CA", ["ca_bn", "ca_gst_hst", "ca_pst_bc", "ca_pst_mb", "ca_pst_sk", "ca_qst"]],
  ["UZ", ["uz_tin", "uz_vat"]],
  ["US", []],
  ["JP", []],
  ["BR", []],
])("a buyer in %s is offered %j", (country, types) => {
  expect(taxIdChoices(country).map(({ type }) => type)).toEqual(types);
});

test("every choice has an example that is valid in its country", () => {
  const choices = ISO_COUNTRIES.flatMap((country) =>
    taxIdChoices(country).map((choice) => ({ country, ...choice })),
  );
  expect(choices.length).toBeGreaterThan(100);
  for (const { country, type, example, label } of choices) {
    expect(taxIdFault(type, example), type).toBeNull();
    expect(taxIdCountry(type, example), type).toBe(country);
    expect(label).toMatch(/^[A-Z]{2} [A-Z/-]+$/);
  }
});

test.each([
  ["eu_vat", "DE000000000", "pending", "verified"],
  ["eu_vat", "FRAB111111111", "pending", "unverified"],
  ["gb_vat", "GB222222222", "pending", null],
  ["eu_vat", "DE123456789", "pending", null],
  ["au_abn", "00000000000", "pending", "verified"],
  ["us_ein", "00-0000000", "unavailable", null],
  ["ic_nif", "A00000000", "unverified", null],
] as const)("%s %s is %s at first, and the register answers %s", (type, value, first, then) => {
  expect(firstVerification(type)).toBe(first);
  expect(registerAnswer(type, value)).toBe(then);
});

test.each([
  ["eu_vat", true],
  ["gb_vat", true],
  ["es_cif", false],
  ["us_ein", false],
  ["ca_qst", true],
  ["jp_trn", true],
  ["nothing", false],
])("%s marks a business: %s", (type, marks) => {
  expect(marksBusiness(type)).toBe(marks);
});
