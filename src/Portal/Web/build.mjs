// Packs styles and scripts for the oldest browser we serve: Chromium 86, as in old Android web views and WeChat.
import { build } from "esbuild";

await build({
  entryPoints: ["styles/pages.css", "styles/print.css", "styles/sheet.css", "scripts/applicant.ts", "scripts/staff.ts", "scripts/road.ts", "scripts/road-worker.ts", "scripts/charts.ts", "scripts/studio.ts", "styles/studio.css", "icon.svg"],
  outdir: process.argv[2] ?? "dist",
  entryNames: "[name]",
  bundle: true,
  loader: { ".svg": "copy" },
  minify: true,
  target: ["chrome86", "firefox85"],
  format: "iife",
  legalComments: "none",
  logLevel: "warning",
});
