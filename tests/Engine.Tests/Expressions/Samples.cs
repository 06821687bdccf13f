namespace AidWorkflow.Engine.Tests.Expressions;

/// <summary>The body of a function and what it returns, shown. Node says the same (<see cref="NodeAgreementTests"/>).</summary>
internal sealed record Sample(string Body, string Shown)
{
    public override string ToString() => Body;
}

internal static partial class Samples
{
    public static Sample[] All => [.. Chosen, .. Short];

    private static readonly Sample[] Chosen =
    [
        // Literals
        new("return [1_000, 0x1F, 0b101, 0o17, .5, 5., 1e3, 2E-2];", "[1000,31,5,15,0.5,5,1000,0.02]"),
        new("""
            return ['a\tb', "it's", 'q\u0041\x42\u{1F600}', 'line\
            d'];
            """, """["a\tb","it's","qAB😀","lined"]"""),
        new("""return `a${1}${`b${2}`}c \${x}`;""", @"""a1b2c ${x}"""),
        new("return [[,1,,2,], [,].length, [1,2,].length];", "[[hole,1,hole,2],1,2]"),
        new("return {a: 1, 'b c': 2, 3: 4, [`x${1}`]: 5, if: 6};", "{3:4,a:1,b c:2,x1:5,if:6}"),
        new("const a = 1, b = 2; return {a, b, f() { return this.a + this.b; }};", "{a:1,b:2,f:function f/0}"),
        new("return {...{a: 1, b: 2}, b: 3, ...null, ...'hi', ...[9]};", """{0:9,1:"i",a:1,b:3}"""),
        new("""return [/a\/[/]b/gi, /x/.flags, /(?:)/.source];""", """[/a\/[/]b/gi,"","(?:)"]"""),

        // Operators
        new("return [1 + '2', '3' * '4', 1 + null, 1 + undefined, [] + {}, [] + [], true + true, '5' - 2];", """["12",12,1,NaN,"[object Object]","",2,3]"""),
        new("return [7 % 3, -7 % 3, 7 % -3, 5.5 % 2, -0 % 1, 1 % 0, 2 ** 10, 2 ** -1, (-2) ** 2, 2 ** 3 ** 2];", "[1,-1,1,1.5,-0,NaN,1024,0.5,4,512]"),
        new("return [1 / 0, -1 / 0, 0 / 0, 0 === -0, Object.is(0, -0), NaN === NaN];", "[Infinity,-Infinity,NaN,true,false,false]"),
        new("return [5 & 3, 5 | 3, 5 ^ 3, ~5, 1 << 31, 1 << 32, -1 >> 1, -1 >>> 0, -1 >>> 28, 2 ** 32 + 5 | 0, 1e20 | 0];", "[1,7,6,-6,-2147483648,1,-1,4294967295,15,5,1661992960]"),
        new("return [null == undefined, null == 0, '' == 0, '0' == false, [] == false, [1] == 1, 'a' == ['a'], NaN != NaN, ({}) == '[object Object]'];", "[true,false,true,true,true,true,true,true,true]"),
        new("return [1 < 2, '10' < '9', '10' < 9, null >= 0, undefined >= 0, 'a' < 'b', [2] > 1, NaN < 1, 'Z' < 'a'];", "[true,true,false,true,false,true,true,false,true]"),
        new("return [1 && 2, 0 && 2, 0 || 'x', '' ?? 'y', null ?? 'z', undefined ?? null, (0 || null) ?? 5];", """[2,0,"x","","z",null,5]"""),
        new("return [typeof 1, typeof 'a', typeof true, typeof undefined, typeof null, typeof {}, typeof [], typeof (() => 1), typeof missing];", """["number","string","boolean","undefined","object","object","object","function","undefined"]"""),
        new("return [!0, !'a', !'', -'3', +'', +' 12 ', +'1e3', +'0x1f', +'abc', +[], +[5], +{}, +null, +true, void 0];", "[true,false,true,-3,0,12,1000,31,NaN,0,5,NaN,0,1,undefined]"),
        new("let x = 5; const r = [x++, x, ++x, x--, --x]; return r;", "[5,6,7,7,5]"),
        new("let x = null; x ??= 4; let y = 0; y ||= 7; let z = 1; z &&= 9; let w = 2; w **= 5; w >>>= 1; return [x, y, z, w];", "[4,7,9,16]"),
        new("let n = 0; const o = {a: 0}; o.a ||= ++n; o.a ||= ++n; return [o, n];", "[{a:1},1]"),
        new("return (1, 2, 3);", "3"),
        new("const o = {a: 1, b: 2}; return [delete o.a, delete o.zz, o, 'b' in o, 'a' in o, 0 in [1], 1 in [1]];", "[true,true,{b:2},true,false,true,false]"),
        new("return [[] instanceof Array, [] instanceof Object, new Date(0) instanceof Date, (() => 1) instanceof Function, 1 instanceof Number];", "[true,true,true,true,false]"),
        new("return [1 < 2 < 3, 3 > 2 > 1, 1 + 2 + '3', '1' + 2 + 3, 2 + 3 * 4 ** 2 / 8 - 1];", """[true,false,"33","123",7]"""),
        new("let s = ''; s += 1; s += null; s += [1, [2, 3]]; s += {}; return s;", @"""1null1,2,3[object Object]"""),
        new("return '5' * '2' + '3';", @"""103"""),

        // Variables and scope
        new("x = 5; var x; return x;", "5"),
        new("return [typeof f, f()]; function f() { return 1; }", """["function",1]"""),
        new("try { y; let y = 1; } catch (e) { return e.name; }", @"""ReferenceError"""),
        new("try { f(); let y = 1; function f() { return y; } } catch (e) { return e.name; }", @"""ReferenceError"""),
        new("const c = 1; try { c = 2; } catch (e) { return [c, e.name]; }", """[1,"TypeError"]"""),
        new("let a = 1; { let a = 2; { let a = 3; } a++; } return a;", "1"),
        new("var fs = []; for (let i = 0; i < 3; i++) { fs.push(() => i++); } return [fs[0](), fs[0](), fs[1](), fs[2]()];", "[0,1,1,2]"),
        new("var fs = []; for (var i = 0; i < 3; i++) fs.push(() => i); return fs.map(f => f());", "[3,3,3]"),
        new("const fs = []; for (const x of [1, 2]) { fs.push(() => x); } for (const k in {a: 1, b: 2}) fs.push(() => k); return fs.map(f => f());", """[1,2,"a","b"]"""),
        new("let r = []; for (let i = 0, n = 2; i < n; i++) { let t; r.push(t); t = i; } return r;", "[undefined,undefined]"),
        new("const f = function g(n) { return n ? n * g(n - 1) : 1; }; return [f(5), f.name];", """[120,"g"]"""),
        new("const f = function g() { g = 1; return typeof g; }; return f();", @"""function"""),
        new("if (true) { var v = 1; } return v;", "1"),
        new("function f(a, b = a + 1, ...c) { return [a, b, c]; } return [f(1), f(1, undefined, 3, 4), f.length];", "[[1,2,[]],[1,2,[3,4]],1]"),
        new("function outer() { let n = 0; return { inc: () => ++n, get: () => n }; } const c = outer(); c.inc(); c.inc(); return c.get();", "2"),
        new("var x = 1; function f(a = () => x) { var x = 2; return [a(), x]; } return f();", "[1,2]"),
        new("function f(a, a2 = () => a) { a = 5; return a2(); } return f(1);", "5"),
        new("const add = a => b => c => a + b + c; return add(1)(2)(3);", "6"),
        new("return (function () { return typeof this; }).call(null) !== '';", "true"),
        new("switch (1) { case 0: let q = 1; break; case 1: try { q; } catch (e) { return e.name; } }", @"""ReferenceError"""),

        // Destructuring and spread
        new("const {a, b: {c = 5, ...d} = {}, ...e} = {a: 1, b: {x: 2, y: 3}, z: 4}; return [a, c, d, e];", "[1,5,{x:2,y:3},{z:4}]"),
        new("const [a, , b = 3, ...c] = [1, 2, undefined, 4, 5]; return [a, b, c];", "[1,3,[4,5]]"),
        new("let a = 1, b = 2; [a, b] = [b, a]; return [a, b];", "[2,1]"),
        new("let o = {}; [o.x, o['y'], ...o.z] = [1, 2, 3, 4]; ({ a: o.a = 7, b: [o.b] } = { b: [8] }); return o;", "{x:1,y:2,z:[3,4],a:7,b:8}"),
        new("const f = ({a, b = 2}, [c, d] = [3, 4]) => [a, b, c, d]; return [f({a: 1}), f({a: 1, b: 5}, 'xy')];", """[[1,2,3,4],[1,5,"x","y"]]"""),
        new("return [Math.max(...[1, 5, 3]), [...'héo', ...new Set([1, 1, 2])], ((...x) => x.length)(...[1, 2], 3)];", """[5,["h","é","o",1,2],3]"""),
        new("for (const [k, {v}] of Object.entries({a: {v: 1}, b: {v: 2}})) { if (k == 'b') return [k, v]; }", """["b",2]"""),
        new("try { const {x} = null; } catch (e) { return e.name; }", @"""TypeError"""),
        new("try { const [x] = {}; } catch (e) { return e.name; }", @"""TypeError"""),
        new("const {length, 0: first, [1]: second} = 'abc'; return [length, first, second];", """[3,"a","b"]"""),
        new("let key = 'k'; const {[key]: v = 'none'} = {}; return v;", @"""none"""),
        new("return (({x: {y: [z] = [9]} = {}}) => z)({});", "9"),

        // Control flow
        new("let r = []; for (let i = 0; i < 5; i++) { if (i == 1) continue; if (i == 4) break; r.push(i); } return r;", "[0,2,3]"),
        new("let r = []; a: for (const i of [0, 1, 2]) { for (const j of [0, 1, 2]) { if (j == 1) continue a; if (i == 2) break a; r.push([i, j]); } } return r;", "[[0,0],[1,0]]"),
        new("let n = 0; do { n++; } while (n < 3); while (n < 10) n += 2; return n;", "11"),
        new("let r = ''; for (const k in {b: 1, a: 2, 2: 3, 1: 4}) r += k; for (const k in 'xy') r += k; for (const k in [7, 8]) r += typeof k; return r;", @"""12ba01stringstring"""),
        new("const f = x => { switch (x) { case 1: return 'one'; case '1': return 'text'; default: return 'other'; case 2: return 'two'; } }; return [f(1), f('1'), f(2), f(3)];", """["one","text","two","other"]"""),
        new("let r = []; switch (2) { case 1: r.push(1); case 2: r.push(2); case 3: r.push(3); break; case 4: r.push(4); } return r;", "[2,3]"),
        new("block: { if (1) break block; return 'no'; } return 'yes';", @"""yes"""),
        new("let r = ''; for (const c of 'a😀') r += `[${c}]`; return r;", @"""[a][😀]"""),
        new("let r = []; const a = [1, 2, 3]; for (const x of a) { r.push(x); if (x == 1) a.push(4); } return r;", "[1,2,3,4]"),
        new("let r = []; const m = new Map([[1, 'a']]); for (const [k, v] of m) { r.push(k, v); if (k < 3) m.set(k + 1, 'b'); } return r;", """[1,"a",2,"b",3,"b"]"""),
        new("if (0) return 1; else if ('') return 2; else return 3;", "3"),
        new("var i = 0; for (;;) { if (++i > 3) break; } return i;", "4"),
        new("const o = {a: 1, b: 2}; let r = []; for (const k in o) { r.push(k); delete o.b; } return r;", """["a"]"""),
        new("""
            return
            1;
            """, "undefined"),
        new("""
            let a = 1
            let b = a
            ++b
            return [a, b]
            """, "[1,2]"),

        // Exceptions
        new("try { throw new TypeError('x'); } catch ({name, message}) { return [name, message]; }", """["TypeError","x"]"""),
        new("const f = () => { try { return 1; } finally { return 2; } }; return f();", "2"),
        new("let r = []; try { try { throw 1; } finally { r.push('f'); } } catch (e) { r.push(e); } return r;", """["f",1]"""),
        new("const f = () => { for (const x of [1, 2]) { try { continue; } finally { if (x == 2) return 'done'; } } }; return f();", @"""done"""),
        new("try { null.x; } catch (e) { return [e.name, e instanceof TypeError, e instanceof Error, String(e)]; }", """["TypeError",true,true,"TypeError: Cannot read properties of null (reading 'x')"]"""),
        new("try { undefined(); } catch (e) { return e.name; }", @"""TypeError"""),
        new("try { missing; } catch (e) { return String(e); }", @"""ReferenceError: missing is not defined"""),
        new("try { [].reduce((a, b) => a); } catch (e) { return e.name; }", @"""TypeError"""),
        new("try { (1.5).toFixed(200); } catch (e) { return e.name; }", @"""RangeError"""),
        new("try { 'x'.repeat(-1); } catch (e) { return e.name; }", @"""RangeError"""),
        new("try { new Array(-1); } catch (e) { return e.name; }", @"""RangeError"""),
        new("try { JSON.parse('{bad'); } catch (e) { return e.name; }", @"""SyntaxError"""),
        new("try { decodeURIComponent('%'); } catch (e) { return e.name; }", @"""URIError"""),
        new("try { throw 'text'; } catch { return 'caught'; }", @"""caught"""),
        new("const e = new Error('m', {cause: 5}); return [e.message, e.cause, e.name, Object.keys(e), String(new RangeError('q')), 'stack' in e || true];", """["m",5,"Error",[],"RangeError: q",true]"""),
        new("const f = () => { try { throw 1; } catch (e) { return 'c'; } finally { f.done = true; } }; return [f(), f.done];", """["c",true]"""),
        new("let d = 0; const f = () => { d++; if (d < 50) f(); else throw new Error('deep'); }; try { f(); } catch (e) { return [d, e.message]; }", """[50,"deep"]"""),

        // Functions and objects
        new("function P(x) { this.x = x; } P.prototype.get = function () { return this.x; }; const p = new P(4); return [p.get(), p instanceof P, p.constructor === P, p, Object.keys(p)];", """[4,true,true,{x:4},["x"]]"""),
        new("return [(function (a, b) { return [this.v, a, b]; }).apply({v: 1}, [2, 3]), ((a, b) => a + b).call(null, 1, 2), (function (a, b) { return this.v + a + b; }).bind({v: 1}, 2)(3)];", "[[1,2,3],3,6]"),
        new("const o = {v: 1, arrow() { return (() => this.v)(); }}; return o.arrow();", "1"),
        new("const o = {toString() { return 'T'; }, valueOf() { return 42; }}; return [`${o}`, o + 1, o * 2, o + '', [o] + '', o == 42];", """["T",43,84,"42","T",true]"""),
        new("const o = {a: {b: [1, {c: 2}]}}; return [o?.a?.b?.[1]?.c, o.x?.y.z.w, o.x?.(), o.a.b?.[5], o?.['a'].b.length, o.f?.().g];", "[2,undefined,undefined,undefined,2,undefined]"),
        new("try { const o = {}; o.f(); } catch (e) { return e.message; }", @"""o.f is not a function"""),
        new("try { const o = {}; o.a?.b; o.a.b; } catch (e) { return e.name; }", @"""TypeError"""),
        new("return [(x => x).name, (function () {}).name, ({m() {}}).m.name, ({a: () => 1}).a.name, (function q(a, b = 1, c) {}).length];", """["","","m","a",1]"""),
        new("const o = Object.freeze({a: 1}); o.a = 2; o.b = 3; delete o.a; return [o, Object.isFrozen(o), Object.isSealed(o), Object.isExtensible(o)];", "[{a:1},true,true,false]"),
        new("const o = Object.seal({a: 1}); o.a = 2; o.b = 3; return o;", "{a:2}"),
        new("const a = Object.freeze([1]); try { a.push(2); } catch (e) { return [a, e.name]; }", """[[1],"TypeError"]"""),
        new("const p = {greet() { return 'hi ' + this.n; }}; const o = Object.create(p); o.n = 'x'; return [o.greet(), Object.getPrototypeOf(o) === p, Object.keys(o), 'greet' in o, o.hasOwnProperty('greet')];", """["hi x",true,["n"],true,false]"""),
        new("const o = Object.create(null); o.a = 1; return [typeof o.toString, Object.keys(o)];", """["undefined",["a"]]"""),
        new("const o = {}; Object.defineProperty(o, 'h', {value: 1}); o.h = 2; return [o.h, Object.keys(o), JSON.stringify(o)];", """[1,[],"{}"]"""),
        new("return [Object.entries({b: 1, a: 2}), Object.fromEntries([['x', 1], ['y', 2]]), Object.assign({a: 1}, null, {b: 2}, 'z'), Object.getOwnPropertyNames([1])];", """[[["b",1],["a",2]],{x:1,y:2},{0:"z",a:1,b:2},["0","length"]]"""),
        new("return [{}.toString(), Object.prototype.toString.call([]), Object.prototype.toString.call(null), Object.prototype.toString.call(new Date(0)), String({}), [1, [2, [3]]].toString()];", """["[object Object]","[object Array]","[object Null]","[object Date]","[object Object]","1,2,3"]"""),
        new("return String((a, b) => a + /* sum */ b);", @"""(a, b) => a + /* sum */ b"""),

        // Arrays
        new("const a = [3, 1, 2]; return [a.sort(), a.reverse(), a.slice(-2), a.concat(4, [5, [6]]), a.indexOf(1), a.includes(NaN), [NaN].includes(NaN), [NaN].indexOf(NaN)];", "[[3,2,1],[3,2,1],[2,1],[3,2,1,4,5,[6]],2,false,true,-1]"),
        new("return [[10, 9, 1].sort(), [10, 9, 1].sort((a, b) => a - b), ['b', undefined, 'a', , 'c'].sort()];", """[[1,10,9],[1,9,10],["a","b","c",undefined,hole]]"""),
        new("return [{k: 1, v: 'a'}, {k: 0, v: 'b'}, {k: 1, v: 'c'}, {k: 0, v: 'd'}].sort((a, b) => a.k - b.k).map(x => x.v);", """["b","d","a","c"]"""),
        new("return [[1, 2, 3].map((x, i, all) => x * i + all.length), [1, 2, 3].filter(x => x % 2), [1, 2, 3].reduce((a, b) => a + b), [1, 2].reduceRight((a, b) => a + '-' + b, 'z')];", """[[3,5,9],[1,3],6,"z-2-1"]"""),
        new("return [[1, , 3].map(x => x * 2), [1, , 3].join(), [, 1].forEach(x => x), Object.keys([1, , 3]), [1, , 3].filter(() => true)];", """[[2,hole,6],"1,,3",undefined,["0","2"],[1,3]]"""),
        new("const a = [1, 2, 3, 4, 5]; return [a.splice(1, 2, 'x', 'y', 'z'), a, a.splice(-1), a.splice(1), a];", """[[2,3],[1],[5],["x","y","z",4],[1]]"""),
        new("const a = [1, 2]; return [a.push(3, 4), a.pop(), a.shift(), a.unshift(0, 9), a];", "[4,4,1,4,[0,9,2,3]]"),
        new("return [[1, [2, [3, [4]]]].flat(), [1, [2, [3, [4]]]].flat(Infinity), [1, 2].flatMap(x => [x, [x]])];", "[[1,2,[3,[4]]],[1,2,3,4],[1,[1],2,[2]]]"),
        new("return [[1, 2, 3].at(-1), [1, 2, 3].with(1, 9), [3, 1].toSorted(), [1, 2].toReversed(), [1, 2, 3].toSpliced(1, 1), [1, 2, 3, 4].copyWithin(0, 2), [1, 2, 3].fill(0, 1)];", "[3,[1,9,3],[1,3],[2,1],[1,3],[3,4,3,4],[1,0,0]]"),
        new("return [[5, 8].find(x => x > 5), [5, 8].findIndex(x => x > 9), [5, 8].findLast(x => x > 1), [5, 8].findLastIndex(x => x == 5), [1].some(x => x > 1), [].every(x => false)];", "[8,-1,8,0,false,true]"),
        new("return [Array.from({length: 3}, (_, i) => i * i), Array.from('ab'), Array.of(7), Array(3).length, new Array(2, 3), Array.from(new Set([1, 2])), Array.isArray([])];", """[[0,1,4],["a","b"],[7],3,[2,3],[1,2],true]"""),
        new("const a = [1, 2, 3]; a.length = 1; a[3] = 4; a.x = 'y'; return [a, a.length, Object.keys(a)];", """[[1,hole,hole,4],4,["0","3","x"]]"""),
        new("const a = []; a[2] = 1; a['1'] = 5; a['01'] = 6; return [a, a.length];", "[[hole,5,1],3]"),
        new("return [[...[1, 2].entries()], [...['a'].keys()], [1, 2].lastIndexOf(2), [1, null, undefined, 'a'].join('-'), [[1, 2], [3]].join(';')];", """[[[0,1],[1,2]],[0],1,"1---a","1,2;3"]"""),
        new("const a = [1]; a.push(a); return [String(a), a.length];", """["1,",2]"""),
        new("return ['b', 'a', 'C', '审', '10', '9'].sort();", """["10","9","C","a","b","审"]"""),
        new("return Array.prototype.slice.call('abc', 1);", """["b","c"]"""),
        new("return [1, 2, 3].includes('2');", "false"),

        // Strings
        new("return ['abc'.slice(-2), 'abc'.substring(2, 0), 'abc'.substr(-2, 1), 'abc'.charAt(5), 'abc'[1], 'abc'.at(-1), 'abc'.charCodeAt(1), '😀'.codePointAt(0), '😀'.length];", """["bc","ab","b","","b","c",98,128512,2]"""),
        new("""return ['a,b,,c'.split(','), 'abc'.split(''), 'a,b,c'.split(',', 2), 'abc'.split(), ''.split(','), ''.split(''), 'a1b2'.split(/\d/), 'a1b2'.split(/(\d)/)];""", """[["a","b","","c"],["a","b","c"],["a","b"],["abc"],[""],[],["a","b",""],["a","1","b","2",""]]"""),
        new("return ['abc'.indexOf('c'), 'abcabc'.lastIndexOf('b'), 'abc'.includes('bc'), 'abc'.startsWith('b', 1), 'abc'.endsWith('b', 2), 'aXbX'.replace('X', '-'), 'aXbX'.replaceAll('X', '-')];", """[2,4,true,true,true,"a-bX","a-b-"]"""),
        new("""return ['x'.padStart(3), 'x'.padEnd(4, 'ab'), 'ab'.repeat(3), ' \n\u00a0x\ufeff '.trim(), ' x '.trimStart(), ' x '.trimEnd()];""", """["  x","xaba","ababab","x","x "," x"]"""),
        new("return ['aBc'.toUpperCase(), 'ÀB'.toLowerCase(), 'straße'.toUpperCase(), 'a'.concat(1, null), 'a-b'.split('-').reverse().join('-')];", """["ABC","àb","STRASSE","a1null","b-a"]"""),
        new("""return ['a1b22'.replace(/\d+/g, m => m.length), 'john smith'.replace(/(\w+)\s(\w+)/, '$2, $1'), 'aaa'.replace(/a/g, '$&$&'), 'x'.replace('x', '$$'), 'abc'.replace('b', "[$`$']")];""", """["a1b2","smith, john","aaaaaa","$","a[ac]c"]"""),
        new("""return ['2024-03-05'.match(/(\d+)-(\d+)/).slice(0), 'aXbX'.match(/X/g), 'abc'.match(/z/), 'a1b2'.search(/\d/), [...'a1b2'.matchAll(/[a-z](\d)/g)].map(m => m[1] + m.index)];""", """[["2024-03","2024","03"],["X","X"],null,1,["10","22"]]"""),
        new("""return ['2024-03-05'.match(/(?<y>\d{4})-(?<m>\d\d)/).groups.m, '2024-03'.replace(/(?<y>\d+)-(?<m>\d+)/, '$<m>/$<y>')];""", """["03","03/2024"]"""),
        new("return [String.fromCharCode(72, 105), String.fromCodePoint(128512), String(null), String([1, [2]]), `${[]}|${{}}`];", """["Hi","😀","null","1,2","|[object Object]"]"""),
        new("return ['a' < 'b', 'a'.localeCompare('b'), 'b'.localeCompare('a'), 'a'.localeCompare('a'), 'é'.normalize('NFD').length];", "[true,-1,1,0,2]"),
        new("return encodeURIComponent('a b&审/😀') + encodeURI('a b&/?审') + decodeURIComponent('%E5%AE%A1') + decodeURI('%2Fa%20');", @"""a%20b%26%E5%AE%A1%2F%F0%9F%98%80a%20b&/?%E5%AE%A1审%2Fa """),
        new("return ['abc'.length, 'abc'.x, 'abc'['length'], 'abc'[9], Object.keys('ab')];", """[3,undefined,3,undefined,["0","1"]]"""),

        // Regular expressions
        new("""return [/^\w+$/.test('ab_1'), /^\w+$/.test('审批'), /\babc/.test('审abc'), /^\d{3,4}$/.test('12345'), /a.c/.test('a\nc'), /a.c/s.test('a\nc'), /^b/m.test('a\nb')];""", "[true,false,true,false,false,true,true]"),
        new("""const r = /a(\d)?/g; return [r.exec('a1a')[1], r.lastIndex, r.exec('a1a')[1], r.lastIndex, r.exec('a1a'), r.lastIndex];""", """["1",2,undefined,3,null,0]"""),
        new("return [/(z)((a+)?(b+)?(c))*/.exec('zaacbbbcac').slice(), /(a*)*/.exec('b').slice(), /(a?)*?b/.exec('aab').slice(), /(?:(a)|b)*/.exec('ab').slice()];", """[["zaacbbbcac","z","ac","a",undefined,"c"],["",undefined],["aab","a"],["ab",undefined]]"""),
        new("""return [/[\u4e00-\u9fa5]+/.exec('ab审批c')[0], /\p{Script=Han}+/u.exec('ab审批c')[0], /^.$/u.test('😀'), /^.$/.test('😀'), /[😀]/u.test('😀')];""", """["审批","审批",true,false,true]"""),
        new("return [/a{2}/.exec('aaa')[0], /a{2,}/.exec('aaaa')[0], /a{1,2}?/.exec('aaa')[0], /a{,2}/.test('a{,2}'), /x{/.test('x{')];", """["aa","aaaa","a",true,true]"""),
        new("""return [/[^]/.test('\n'), /[]/.test('a'), /[\d-x]/.test('-'), /[a\-z]/.test('-'), /\//.test('/'), /[/]/.test('/'), /\u0041\x42\cJ\0/.test('AB\n\0')];""", "[true,false,true,true,true,true,true]"),
        new("const y = /b/y; return [y.test('ab'), (y.lastIndex = 1, y.test('ab')), y.lastIndex];", "[false,true,2]"),
        new("return [/ABC/i.test('abc'), /[a-c]/i.test('B'), /[^a]/i.test('A'), /é/i.test('É'), new RegExp('a+', 'g').flags, String(new RegExp('/')), RegExp('x').test('x')];", """[true,true,false,true,"g","/\\//",true]"""),
        new("try { new RegExp('('); } catch (e) { return e.name; }", @"""SyntaxError"""),
        new("""return '13812345678'.replace(/^(\d{3})\d{4}(\d{4})$/, '$1****$2');""", @"""138****5678"""),
        new("return ['a.b*c'.split(/[.*]/), 'aabb'.replace(/(a)(b)?/g, (m, a, b, at) => `<${m}${b}${at}>`), 'x'.replace(/(y)?x/, '[$1]')];", """[["a","b","c"],"<aundefined0><abb1>b","[]"]"""),
        new("return [/(?:a|ab)(?:c|bcd)(d*)/.exec('abcd').slice(), /(a|ab)(bc|c)?/.exec('abc').slice(), /x*/.exec('aaa').index, 'aaa'.replace(/x*/g, '-')];", """[["abcd",""],["abc","a","bc"],0,"-a-a-a-"]"""),

        // Numbers and Math
        new("return [0.1 + 0.2, 1e21, 1e-7, 123456789012345680000, 1.7976931348623157e308, 5e-324, 100, -1.5, 1 / 3, 1e300 * 1e10, 0.000001, 123e-20];", "[0.30000000000000004,1e+21,1e-7,123456789012345680000,1.7976931348623157e+308,5e-324,100,-1.5,0.3333333333333333,Infinity,0.000001,1.23e-18]"),
        new("return [(1.005).toFixed(2), (1.45).toFixed(1), (0.5).toFixed(0), (1.5).toFixed(0), (2.5).toFixed(0), (-1.5).toFixed(0), (1e21).toFixed(2), (0).toFixed(2), (123.456).toFixed(), (-0.0000001).toFixed(2)];", """["1.00","1.4","1","2","3","-2","1e+21","0.00","123","-0.00"]"""),
        new("return [(255).toString(16), (0.5).toString(2), (-255).toString(36), (0.1).toString(3), (1e15).toString(7), (123.456).toPrecision(4), (0.00001).toPrecision(1), (123456).toPrecision(2), (1234.5678).toExponential(2), (0).toExponential()];", """["ff","0.1","-73","0.0022002200220022002200220022002201","420430421136212506","123.5","0.00001","1.2e+5","1.23e+3","0e+0"]"""),
        new("return [parseInt('12px'), parseInt('0x1f'), parseInt('z', 36), parseInt(''), parseInt('1e3'), parseFloat('3.14abc'), parseFloat('.5'), parseFloat('-.5e-2x'), parseFloat('e3'), Number(''), Number(' 12 '), Number('12px'), Number('-0'), Number('1_0'), Number([5]), Number('Infinity')];", "[12,31,35,NaN,1,3.14,0.5,-0.005,NaN,0,12,NaN,-0,NaN,5,Infinity]"),
        new("return [Number.MAX_SAFE_INTEGER, Number.EPSILON > 0, Number.isInteger(5.0), Number.isInteger('5'), isNaN('x'), Number.isNaN('x'), isFinite('5'), Number.isSafeInteger(2 ** 53)];", "[9007199254740991,true,true,false,true,false,true,false]"),
        new("return [Math.round(2.5), Math.round(-2.5), Math.round(-0.4), Math.round(0.49999999999999994), Math.max(), Math.min(), Math.max(1, NaN), Math.max(-0, 0), Math.sign(-3), Math.trunc(-4.7), Math.hypot(3, 4), Math.cbrt(27), Math.log2(8), Math.clz32(1), Math.imul(5, 2 ** 31), Math.fround(5.5)];", "[3,-2,-0,0,-Infinity,Infinity,NaN,0,-1,-4,5,3,3,31,-2147483648,5.5]"),
        new("return [(1234567.891).toLocaleString(), (0).toLocaleString(), (-1234.5).toLocaleString(), (1234.5).toLocaleString('zh-CN', {minimumFractionDigits: 2})];", """["1,234,567.891","0","-1,234.5","1,234.50"]"""),
        new("return [1 ** NaN, Math.pow(1, Infinity), Math.pow(2, 0.5) === Math.SQRT2, 0 ** 0, (-8) ** (1 / 3), Math.PI > 3];", "[NaN,NaN,true,1,NaN,true]"),
        new("return [5 / 2 | 0, ~~-3.7, 1e3.toString(), 1..toString(), 0.1 * 3, 4.35 * 100, 1.1 + 2.2];", """[2,-3,"1000","1",0.30000000000000004,434.99999999999994,3.3000000000000003]"""),

        // JSON
        new("""return [JSON.stringify({a: [1, 'x', null, undefined, () => 1, NaN], b: undefined, c: new Date(0), d: {e: true}}), JSON.stringify('"\n\u2028\ud800'), JSON.stringify(undefined), JSON.stringify(() => 1)];""", "[\"{\\\"a\\\":[1,\\\"x\\\",null,null,null,null],\\\"c\\\":\\\"1970-01-01T00:00:00.000Z\\\",\\\"d\\\":{\\\"e\\\":true}}\",\"\\\"\\\\\\\"\\\\n\u2028\\\\ud800\\\"\",undefined,undefined]"),
        new("return [JSON.stringify({a: [1, {b: 2}], c: {}, d: []}, null, 2), JSON.stringify([1, 2], null, '--'), JSON.stringify({a: 1, b: 2, c: {a: 3}}, ['a', 'c']), JSON.stringify({a: 1, b: 'x'}, (k, v) => typeof v === 'number' ? v + 1 : v)];", """["{\n  \"a\": [\n    1,\n    {\n      \"b\": 2\n    }\n  ],\n  \"c\": {},\n  \"d\": []\n}","[\n--1,\n--2\n]","{\"a\":1,\"c\":{\"a\":3}}","{\"a\":2,\"b\":\"x\"}"]"""),
        new("""return [JSON.parse('{"a":[1,-2.5e3,"x\\u0041",null,true],"b":{"c":{}}}'), JSON.parse(' 5 '), JSON.parse('"\\n"'), JSON.parse('[1,2]', (k, v) => Array.isArray(v) ? v : v * 2)];""", """[{a:[1,-2500,"xA",null,true],b:{c:{}}},5,"\n",[2,4]]"""),
        new("""return ['01', '1.', '.5', '+1', "'a'", '[1,]', '{"a":1,}', '', 'undefined', '"\n"', '{"a" 1}', '1 2', 'nul'].map(t => { try { return JSON.parse(t); } catch (e) { return e.name; } });""", """["SyntaxError","SyntaxError","SyntaxError","SyntaxError","SyntaxError","SyntaxError","SyntaxError","SyntaxError","SyntaxError","SyntaxError","SyntaxError","SyntaxError","SyntaxError"]"""),
        new("return JSON.stringify({toJSON() { return {x: 1}; }}) + JSON.stringify({n: {toJSON(k) { return k; }}}) + JSON.stringify(new Map([[1, 2]])) + JSON.stringify({2: 1, 1: 2, b: 3});", @"""{\""x\"":1}{\""n\"":\""n\""}{}{\""1\"":2,\""2\"":1,\""b\"":3}"""),
        new("const o = {}; o.o = o; try { JSON.stringify(o); } catch (e) { return e.name; }", @"""TypeError"""),

        // Dates
        new("const d = new Date(2024, 1, 30, 14, 5, 6, 7); return [d.getTime(), d.getFullYear(), d.getMonth(), d.getDate(), d.getHours(), d.getDay(), d.toISOString(), d.toString().slice(0, 33), d.getTimezoneOffset()];", """[1709273106007,2024,2,1,14,5,"2024-03-01T06:05:06.007Z","Fri Mar 01 2024 14:05:06 GMT+0800",-480]"""),
        new("return ['2024-03-05', '2024-03-05T10:00', '2024-03-05T10:00:00Z', '2024-03-05T10:00:00+08:00', '2024-03', '2024', 'Tue Mar 05 2024 10:00:00 GMT+0800', '2024/3/5', '2024-3-5 14:30', 'nonsense', '2024-13-01', ''].map(t => new Date(t).getTime());", "[1709596800000,1709604000000,1709632800000,1709604000000,1709251200000,1704067200000,1709604000000,1709568000000,1709620200000,NaN,NaN,NaN]"),
        new("return [Date.UTC(2024, 0, 1), new Date(0).toJSON(), new Date(NaN).getTime(), String(new Date(NaN)), new Date(2024, 0).getTime(), new Date(99, 0).getFullYear(), new Date(8.64e15 + 1).getTime()];", """[1704067200000,"1970-01-01T00:00:00.000Z",NaN,"Invalid Date",1704038400000,1999,NaN]"""),
        new("const d = new Date(2024, 0, 31); d.setMonth(1); const e = new Date(2024, 0, 31); e.setDate(e.getDate() + 30); d.setHours(25, 61); return [d.getTime(), e.getTime(), d.setUTCFullYear(2020), new Date(e - 86400000).getTime(), e - d];", "[1709402460000,1709222400000,1583172060000,1709136000000,126050340000]"),
        new("return [new Date(0) < new Date(1), new Date(5) - new Date(2), new Date(0) + 1 === String(new Date(0)) + '1', typeof Date.now(), new Date(new Date(7)).getTime(), new Date(-1).getUTCFullYear(), new Date(-62198755200000).toISOString()];", """[true,3,true,"number",7,1969,"-000001-01-01T00:00:00.000Z"]"""),
        new("try { new Date(NaN).toISOString(); } catch (e) { return e.name; }", @"""RangeError"""),
        new("return [new Date(0).toUTCString(), new Date(0).toDateString(), new Date(2024, 1, 29).getUTCDate(), new Date(0).toTimeString().slice(0, 17)];", """["Thu, 01 Jan 1970 00:00:00 GMT","Thu Jan 01 1970",28,"08:00:00 GMT+0800"]"""),

        // Maps and sets
        new("const m = new Map([['a', 1]]); m.set('b', 2).set(NaN, 3).set(-0, 4); return [m.size, m.get(NaN), m.has(0), m.delete('a'), [...m.keys()], [...m.values()], m.get('zz')];", """[4,3,true,true,["b",NaN,0],[2,3,4],undefined]"""),
        new("const s = new Set([1, 2, 2, '2']); s.add(3).delete(1); let r = []; s.forEach((v, k, all) => r.push(v, k === v, all === s)); return [s.size, [...s], r];", """[3,[2,"2",3],[2,true,true,"2",true,true,3,true,true]]"""),
        new("const m = new Map(); const k = {}; m.set(k, 1); m.set({}, 2); m.forEach((v, k) => m.delete(k)); return [m.size, m.get(k), [...m.entries()]];", "[0,undefined,[]]"),
        new("return [[...new Map([[1, 2]])], Object.fromEntries(new Map([['a', 1]])), [...new Set('hello')].join('')];", """[[[1,2]],{a:1},"helo"]"""),
        new("const it = [1, 2].values(); return [it.next(), it.next(), it.next(), [...it]];", "[{value:1,done:false},{value:2,done:false},{value:undefined,done:true},[]]"),
        new("try { Map(); } catch (e) { return e.name; }", @"""TypeError"""),
    ];
}
