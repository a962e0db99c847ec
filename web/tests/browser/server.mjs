import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const START_SECONDS = 180;

/** The server at VMAP_URL, or the demo of the binary VMAP_BIN with a home of its own. */
export async function openServer() {
  const { VMAP_URL, VMAP_BIN } = process.env;
  if (VMAP_URL) return { url: new URL(VMAP_URL).href, close: async () => {} };
  if (VMAP_BIN) return startDemo(VMAP_BIN);
  throw new Error("Set VMAP_URL to a running server, or VMAP_BIN to the vmap binary.");
}

async function startDemo(binary) {
  const home = await mkdtemp(join(tmpdir(), "vmap-page-"));
  const options = ["demo", "--addresses", "20000", "--listen", "127.0.0.1:0", "--home", home];
  const server = spawn(binary, options, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = new Promise((resolve) => server.once("exit", resolve));
  const close = async () => {
    server.kill();
    await exited;
    await rm(home, { recursive: true, force: true });
  };
  try {
    return { url: await printedUrl(server), close };
  } catch (error) {
    await close();
    throw error;
  }
}

function printedUrl(server) {
  return new Promise((resolve, reject) => {
    let output = "";
    const timer = setTimeout(() => reject(new Error(`No address printed:\n${output}`)), START_SECONDS * 1000);
    server.once("error", reject);
    server.once("exit", (status) => reject(new Error(`The server ended with ${status}:\n${output}`)));
    server.stdout.on("data", (chunk) => {
      output += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output);
      if (!found) return;
      clearTimeout(timer);
      resolve(`${found[0]}/`);
    });
  });
}
