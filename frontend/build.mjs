// Builds build/static (style sheet, script) and build/fonts (TTF for typeset documents).
import { build } from "esbuild";
import { copyFile, mkdir, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);

// Serif stands in for 仿宋, 楷体 and 小标宋, sans for 黑体, where no licensed fonts are installed.
const FONTS = [
  ["@expo-google-fonts/noto-serif-sc", "400Regular/NotoSerifSC_400Regular.ttf"],
  ["@expo-google-fonts/noto-serif-sc", "600SemiBold/NotoSerifSC_600SemiBold.ttf"],
  ["@expo-google-fonts/noto-serif-sc", "700Bold/NotoSerifSC_700Bold.ttf"],
  ["@expo-google-fonts/noto-sans-sc", "400Regular/NotoSansSC_400Regular.ttf"],
  ["@expo-google-fonts/noto-sans-sc", "500Medium/NotoSansSC_500Medium.ttf"],
  ["@expo-google-fonts/noto-sans-sc", "700Bold/NotoSansSC_700Bold.ttf"],
];

async function copyFont([pkg, file]) {
  const source = path.join(path.dirname(require.resolve(`${pkg}/package.json`)), file);
  const target = path.join(root, "build", "fonts", path.basename(file));
  const [from, to] = await Promise.all([stat(source), stat(target).catch(() => null)]);
  if (to?.size !== from.size) await copyFile(source, target);
}

await mkdir(path.join(root, "build", "fonts"), { recursive: true });
await mkdir(path.join(root, "build", "static"), { recursive: true });
await Promise.all([
  build({
    absWorkingDir: root,
    entryPoints: {
      app: "frontend/js/app.js",
      "on-site": "frontend/js/on-site.js",
      "on-site-worker": "frontend/js/on-site-worker.js",
    },
    outdir: "build/static",
    bundle: true,
    minify: true,
    sourcemap: false,
    format: "iife",
    target: ["chrome90", "firefox90", "safari14"],
    charset: "utf8",
    // Safari 14.0 knows destructuring but for one case of parameters that esbuild refuses to all.
    supported: { destructuring: true },
  }),
  build({
    absWorkingDir: root,
    // Its own file: only the page that writes a section loads it. An older Safari writes in the plain form.
    entryPoints: { editor: "frontend/editor/main.js" },
    outdir: "build/static",
    bundle: true,
    minify: true,
    sourcemap: false,
    format: "iife",
    target: ["chrome90", "firefox90", "safari14.1"],
    charset: "utf8",
  }),
  build({
    absWorkingDir: root,
    entryPoints: { app: "frontend/css/app.css", editor: "frontend/css/editor.css" },
    outdir: "build/static",
    bundle: true,
    minify: true,
    target: ["chrome90", "firefox90", "safari14"],
    charset: "utf8",
  }),
  copyFile(path.join(root, "frontend", "icon.svg"), path.join(root, "build", "static", "icon.svg")),
  ...FONTS.map(copyFont),
]);
