import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "./",
  build: {
    target: "es2022",
    rolldownOptions: { input: ["index.html", "check.html"] },
    // MapLibre is the bulk of the page, and one file of it is what we want.
    chunkSizeWarningLimit: 1400,
  },
  test: {
    environment: "happy-dom",
    include: ["tests/*.test.ts"],
  },
});
