// Packs the editor for the oldest browser we serve, as the portal's pages are; with "tests" as second word, its tests for Node.
import { build } from "esbuild";
import { readdirSync } from "node:fs";

const [outdir = "dist", what] = process.argv.slice(2);
const target = ["chrome86", "firefox85"];

if (what === "tests")
  await build({
    entryPoints: readdirSync("tests").filter((name) => name.endsWith(".test.ts")).map((name) => `tests/${name}`),
    outdir, outExtension: { ".js": ".mjs" }, bundle: true, platform: "node", format: "esm", target: "node20", logLevel: "warning",
  });
else
  await build({
    entryPoints: { designer: "editor/main.tsx", forms: "editor/forms/main.tsx", versions: "editor/versions/main.tsx" },
    outdir, bundle: true, minify: true, target, format: "iife", jsx: "automatic", legalComments: "none", logLevel: "warning",
    define: { "process.env.NODE_ENV": '"production"' },
  }).then(() => build({
    entryPoints: ["styles/designer.css", "styles/forms.css", "styles/versions.css"],
    outdir, bundle: true, minify: true, target, legalComments: "none", logLevel: "warning",
  }));
