/**
 * Lists the phrases that a language does not have, and those that nothing shows any more. A missing phrase is also
 * an error of the compiler; this names all of them at once, for whoever translates. Run by `npm run words`.
 */
import { LANGUAGES } from "../src/words/languages.ts";
import { faultsOfWords } from "./phrases.ts";

const faults = faultsOfWords();
for (const fault of faults) console.log(fault);
console.log(`${LANGUAGES.length} languages, ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
