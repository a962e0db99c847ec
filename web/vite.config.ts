import type { ProxyOptions } from "vite";
import { defineConfig } from "vitest/config";

/** While the pages are worked on, what is no page or file of theirs is asked of this server. */
const server = process.env.VMAP_SERVER;
const OWN_FILES = /^\/(@|assets\/|src\/|node_modules\/)/;
const isOwn = (url = "", accept = "") => OWN_FILES.test(url) || accept.includes("text/html");
const asked: ProxyOptions = {
  ...(server && { target: server }),
  // The answers name their own host: it has to be the one that was asked.
  changeOrigin: false,
  bypass: ({ url, headers }) => (isOwn(url, headers.accept) ? url : undefined),
};
const proxy: Record<string, ProxyOptions> = server ? { "/": asked } : {};

export default defineConfig({
  base: "./",
  build: {
    target: "es2022",
    rolldownOptions: { input: ["index.html", "batch.html", "convert.html", "status.html", "check.html"] },
    // MapLibre is the bulk of the page, and one file of it is what we want.
    chunkSizeWarningLimit: 1400,
  },
  server: { proxy },
  preview: { proxy },
  test: {
    environment: "happy-dom",
    include: ["tests/*.test.ts"],
  },
});
