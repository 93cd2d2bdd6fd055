/** What the page says, read from the catalogues themselves: to find things by their German names, and to find English. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const FOLDER = path.resolve(import.meta.dirname, "../../crates/say");

/** A message: each of its forms as the texts between its parts. */
type Forms = string[][];

const english = read("en");
const german = read("de");

/** A German message without parts, by its area and key: `apps.no-apps-title`. */
export function de(key: string): string {
  const [[text, ...rest]] = german.get(key) ?? [[]];
  if (text === undefined || rest.length > 0) throw new Error(`${key} is no plain message`);
  return text;
}

/** What of a text is English. Nothing of one that is German. */
export function englishIn(text: string): string | undefined {
  const said = text.replace(/\s+/g, " ").trim();
  const inGerman = Math.max(...germanForms.map((form) => (form.whole.test(said) ? form.letters : -1)));
  const whole = englishForms.filter((form) => form.letters > inGerman && form.letters > 1 && form.whole.test(said));
  if (whole.length > 0) return whole.reduce((best, form) => (form.letters > best.letters ? form : best)).key;
  const piece = pieces.find(({ piece }) => said.includes(piece));
  if (piece) return `${piece.key}: ${piece.piece}`;
  // A German message around little else may name what is English; one that is nearly all of it may not.
  const isGerman = 2 * inGerman > letters(said);
  return isGerman ? undefined : ENGLISH_WORDS.exec(said)?.[0];
}

/** Words that no German sentence has. For what comes from no catalogue. */
const ENGLISH_WORDS = /\b(?:the|and|of|is|are|not|with|this|from|it|to|by|be|that|has|have|you|your|which|its|or|cannot|no)\b/i;

interface Form {
  key: string;
  whole: RegExp;
  letters: number;
}

/** Those that differ between the languages. */
const differing = [...english].filter(([key, forms]) => JSON.stringify(forms) !== JSON.stringify(german.get(key)));
const englishForms = patterns(new Map(differing));
const germanForms = patterns(german);

/** What stands between parts of sentences, where it is more than a word: a view may draw something within a sentence. */
const pieces = differing
  .flatMap(([key, forms]) => forms.flat().map((text) => ({ key, piece: text.trim() })))
  .filter(({ piece }) => /\p{L}\S* \S*\p{L}/u.test(piece) && piece.length > 8)
  .filter(({ piece }) => ![...german.values()].some((forms) => forms.flat().some((text) => text.includes(piece))));

function patterns(messages: Map<string, Forms>): Form[] {
  return [...messages].flatMap(([key, forms]) =>
    forms.map((form) => ({
      key,
      whole: new RegExp(`^${form.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".+")}$`, "s"),
      letters: letters(form.join("")),
    })),
  );
}

function letters(text: string): number {
  return text.match(/\p{L}/gu)?.length ?? 0;
}

/** As much of Fluent as the catalogues use. */
function read(language: string): Map<string, Forms> {
  const messages = new Map<string, Forms>();
  const folder = path.join(FOLDER, language);
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ftl"))) {
    const text = readFileSync(path.join(folder, file), "utf8").replace(/^#.*$/gm, "");
    for (const [, key, value] of text.matchAll(/^([a-z][\w-]*) = ?((?:.*)(?:\n(?:[ \t].*|\s*(?=\n[ \t])))*)/gm)) {
      messages.set(`${file.slice(0, -".ftl".length)}.${key}`, forms(value));
    }
  }
  return messages;
}

function forms(value: string): Forms {
  const selected = /^\{\s*\$[\w-]+\s*->([\s\S]*)\}\s*$/.exec(value.trim());
  if (!selected) return [cut(value)];
  return selected[1].split(/^\s*\*?\[\w+\]/m).slice(1).map(cut);
}

/** The texts between the parts. */
function cut(pattern: string): string[] {
  const text = pattern.replace(/\{\s*"([^"]*)"\s*\}/g, "$1");
  return text.split(/\{\s*\$[\w-]+\s*\}/).map((piece) => piece.replace(/\s+/g, " ")).map(trimEnds);
}

function trimEnds(piece: string, at: number, all: string[]): string {
  const begun = at === 0 ? piece.trimStart() : piece;
  return at === all.length - 1 ? begun.trimEnd() : begun;
}
