// Draws a QR code as ISO/IEC 18004:2015 has it, for codes of passes: alphanumeric mode (7.4.4), error correction level M,
// versions 10 to 16, which take 311 to 656 characters.
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const first = 10;
// Table 9, level M, from version 10 on: error correction codewords of a block, and blocks.
const checkWords = [26, 30, 22, 22, 24, 24, 28];
const blockCounts = [5, 5, 8, 9, 9, 10, 10];

const sizeOf = (version) => 17 + 4 * version;

// Table 1: what function patterns leave, in codewords of eight modules.
function codewordsOf(version) {
  const patterns = Math.floor(version / 7) + 2;
  return Math.floor((16 * version * version + 128 * version + 64 - (25 * patterns - 10) * patterns + 55 - 36) / 8);
}

const dataWordsOf = (version) => codewordsOf(version) - checkWords[version - first] * blockCounts[version - first];

// 7.4: mode, count of characters (11 bits from version 10 on), two characters in 11 bits, terminator, padding.
function dataOf(text) {
  const bits = [];
  const add = (value, count) => { for (let i = count - 1; i >= 0; i--) bits.push((value >> i) & 1); };
  add(2, 4);
  add(text.length, 11);
  const values = [...text].map((letter) => alphabet.indexOf(letter));
  if (values.includes(-1)) throw new Error("not alphanumeric");
  for (let i = 0; i < values.length; i += 2)
    if (i + 1 < values.length) add(values[i] * 45 + values[i + 1], 11); else add(values[i], 6);
  let version = first;
  while (version - first < checkWords.length && dataWordsOf(version) * 8 < bits.length) version++;
  if (version - first === checkWords.length) throw new Error("too long");
  const room = dataWordsOf(version) * 8;
  add(0, Math.min(4, room - bits.length));
  add(0, (8 - bits.length % 8) % 8);
  for (let pad = 0xec; bits.length < room; pad ^= 0xec ^ 0x11) add(pad, 8);
  const words = [];
  for (let i = 0; i < bits.length; i += 8) words.push(bits.slice(i, i + 8).reduce((word, bit) => word * 2 + bit, 0));
  return { version, words };
}

// 7.5.2: the field of 256 elements, by x^8 + x^4 + x^3 + x^2 + 1.
const power = new Uint8Array(255), logarithm = new Uint8Array(256);
for (let i = 0, value = 1; i < 255; i++) {
  power[i] = value;
  logarithm[value] = i;
  value = value & 128 ? value * 2 ^ 0x11d : value * 2;
}
const times = (a, b) => a && b ? power[(logarithm[a] + logarithm[b]) % 255] : 0;

// Annex A: the polynomial whose roots are the first powers, its highest coefficient (1) left out.
function generatorOf(degree) {
  let known = [1];
  for (let root = 0; root < degree; root++) {
    const next = [...known, 0];
    known.forEach((value, i) => { next[i + 1] ^= times(value, power[root]); });
    known = next;
  }
  return known.slice(1);
}

function checkOf(words, generator) {
  const rest = new Array(generator.length).fill(0);
  for (const word of words) {
    const factor = word ^ rest.shift();
    rest.push(0);
    generator.forEach((value, i) => { rest[i] ^= times(value, factor); });
  }
  return rest;
}

// 7.6: the words of all blocks in turn; the last blocks have one data word more.
function interleave(version, words) {
  const blocks = blockCounts[version - first], generator = generatorOf(checkWords[version - first]);
  const short = Math.floor(words.length / blocks), longer = words.length % blocks;
  const parts = [];
  for (let i = 0, at = 0; i < blocks; i++) {
    const length = short + (i >= blocks - longer ? 1 : 0);
    parts.push(words.slice(at, at += length));
  }
  const checks = parts.map((part) => checkOf(part, generator)), all = [];
  for (let i = 0; i <= short; i++) for (const part of parts) if (i < part.length) all.push(part[i]);
  for (let i = 0; i < generator.length; i++) for (const check of checks) all.push(check[i]);
  return all;
}

// 7.9, 7.10: information behind itself, divided by the polynomial of a BCH code.
function protect(value, polynomial, bits) {
  let rest = value << bits;
  for (let i = 31 - Math.clz32(rest); i >= bits; i--) if (rest >> i & 1) rest ^= polynomial << i - bits;
  return value << bits | rest;
}

class Symbol18004 {
  constructor(version) {
    this.version = version;
    this.size = sizeOf(version);
    this.dark = new Uint8Array(this.size * this.size);
    this.fixed = new Uint8Array(this.size * this.size);
  }

  set(x, y, isDark) {
    if (x < 0 || y < 0 || x >= this.size || y >= this.size) return;
    this.dark[y * this.size + x] = isDark ? 1 : 0;
    this.fixed[y * this.size + x] = 1;
  }

  // 6.3: finder, separator, timing and alignment patterns; the version's own information (7.10).
  patterns() {
    const last = this.size - 7;
    for (let i = 8; i < this.size - 8; i++) { this.set(i, 6, i % 2 === 0); this.set(6, i, i % 2 === 0); }
    for (const [left, top] of [[0, 0], [last, 0], [0, last]])
      for (let y = -1; y < 8; y++) for (let x = -1; x < 8; x++) {
        const ring = Math.max(Math.abs(x - 3), Math.abs(y - 3));
        this.set(left + x, top + y, ring !== 2 && ring !== 4);
      }
    const middles = this.middles();
    for (const y of middles) for (const x of middles) {
      if (this.fixed[y * this.size + x] && (x === 6) + (y === 6) + (x === last) + (y === last) === 2) continue;
      for (let dy = -2; dy < 3; dy++) for (let dx = -2; dx < 3; dx++)
        this.set(x + dx, y + dy, Math.max(Math.abs(dx), Math.abs(dy)) !== 1);
    }
    const version = protect(this.version, 0x1f25, 12);
    for (let i = 0; i < 18; i++) {
      const along = Math.floor(i / 3), across = this.size - 11 + i % 3;
      this.set(along, across, version >> i & 1);
      this.set(across, along, version >> i & 1);
    }
  }

  // Annex E: middles of alignment patterns, evenly from the far end; all between the first two is what is left.
  middles() {
    const count = Math.floor(this.version / 7) + 2;
    const step = Math.ceil((this.size - 13) / (count - 1) / 2) * 2;
    return [6, ...Array.from({ length: count - 1 }, (_, i) => this.size - 7 - step * (count - 2 - i))];
  }

  // 7.9: level M is 00; the mask that hides a run of light modules is 101010000010010.
  format(mask) {
    const word = protect(mask, 0x537, 10) ^ 0x5412, end = this.size - 1;
    for (let i = 0; i < 15; i++) {
      const bit = word >> i & 1;
      this.set(8, i < 6 ? i : i < 8 ? i + 1 : end - 14 + i, bit);
      this.set(i < 8 ? end - i : i === 8 ? 7 : 14 - i, 8, bit);
    }
    this.set(8, this.size - 8, 1);
  }

  // 7.7.3: columns of two, from the right, up and down; the column of the timing pattern is passed over.
  place(words) {
    let at = 0;
    for (let right = this.size - 1, isUp = true; right > 0; right -= 2, isUp = !isUp) {
      if (right === 6) right--;
      for (let i = 0; i < this.size; i++) for (const x of [right, right - 1]) {
        const y = isUp ? this.size - 1 - i : i, place = y * this.size + x;
        if (this.fixed[place]) continue;
        this.dark[place] = at < words.length * 8 ? words[at >> 3] >> 7 - (at & 7) & 1 : 0;
        at++;
      }
    }
  }

  mask(number) {
    const rule = masks[number];
    for (let y = 0; y < this.size; y++) for (let x = 0; x < this.size; x++)
      if (!this.fixed[y * this.size + x] && rule(y, x)) this.dark[y * this.size + x] ^= 1;
  }

  // 7.8.3.1: runs, blocks of four, what looks like a finder, and how far dark is from a half.
  penalty() {
    const { size, dark } = this;
    let sum = 0, darks = 0;
    for (let a = 0; a < size; a++) {
      let row = "", column = "";
      for (let b = 0; b < size; b++) {
        row += dark[a * size + b];
        column += dark[b * size + a];
        darks += dark[a * size + b];
        const at = a * size + b, four = a && b ? dark[at] + dark[at - 1] + dark[at - size] + dark[at - size - 1] : 1;
        if (four === 0 || four === 4) sum += 3;
      }
      for (const line of [row, column]) {
        for (const [run] of line.matchAll(/0{5,}|1{5,}/g)) sum += run.length - 2;
        sum += 40 * (line.match(/(?=00001011101|10111010000)/g) ?? []).length;
      }
    }
    return sum + 10 * Math.floor(Math.abs(darks * 20 / (size * size) - 10));
  }
}

// Table 10, by row and column.
const masks = [
  (i, j) => (i + j) % 2 === 0, (i) => i % 2 === 0, (_, j) => j % 3 === 0, (i, j) => (i + j) % 3 === 0,
  (i, j) => (Math.floor(i / 2) + Math.floor(j / 3)) % 2 === 0, (i, j) => i * j % 2 + i * j % 3 === 0,
  (i, j) => (i * j % 2 + i * j % 3) % 2 === 0, (i, j) => ((i + j) % 2 + i * j % 3) % 2 === 0,
];

// The modules of a text: how many a side, and whether each is dark, by rows.
export function encode(text) {
  const { version, words } = dataOf(text), symbol = new Symbol18004(version);
  symbol.patterns();
  symbol.format(0); // Its places, before the data take theirs.
  symbol.place(interleave(version, words));
  let best = 0, least = Infinity;
  for (let number = 0; number < 8; number++) {
    symbol.format(number);
    symbol.mask(number);
    const penalty = symbol.penalty();
    if (penalty < least) [best, least] = [number, penalty];
    symbol.mask(number);
  }
  symbol.format(best);
  symbol.mask(best);
  return { size: symbol.size, dark: symbol.dark };
}

// As SVG with the quiet zone of four modules (6.3.8).
export function draw(place, text) {
  const { size, dark } = encode(text), all = size + 8;
  let path = "";
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) {
    let end = x;
    while (end < size && dark[y * size + end]) end++;
    if (end > x) path += `M${x + 4} ${y + 4}h${end - x}v1H${x + 4}z`;
    x = end;
  }
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${all} ${all}`);
  svg.setAttribute("shape-rendering", "crispEdges");
  for (const [fill, d] of [["#fff", `M0 0h${all}v${all}H0z`], ["#000", path]]) {
    const part = document.createElementNS("http://www.w3.org/2000/svg", "path");
    part.setAttribute("fill", fill);
    part.setAttribute("d", d);
    svg.append(part);
  }
  place.replaceChildren(svg);
}
