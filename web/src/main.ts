import "maplibre-gl/dist/maplibre-gl.css";
import "./styles/fonts.css";
import "./styles/theme.css";
import "./styles/map.css";
import "./styles/search.css";
import "./styles/result.css";
import "./styles/about.css";
import { Api } from "./api";
import { App, type AppElements } from "./app";
import { byId } from "./dom";
import { loadFonts } from "./fonts";
import { initialLanguage, Translator } from "./language";
import { PlaceMap } from "./map";

const translator = new Translator(initialLanguage(new URLSearchParams(location.search).get("lang")));
const app = new App(new Api(document.baseURI), translator, pageElements());

app.openLink();
void app.describe();
void loadFonts().then(startMap);
new ResizeObserver(measureSheet).observe(byId("result"));

function startMap(): void {
  const placeMap = new PlaceMap(byId("map"), (position) => app.press(position));
  app.attachMap(placeMap);
  // For the browser's console, and for tests that ask the map what it shows.
  Object.assign(window, { map: placeMap.map });
}

/** On a phone the result is a sheet at the bottom; the map's controls stand on top of it. */
function measureSheet([entry]: ResizeObserverEntry[]): void {
  const height = entry?.borderBoxSize[0]?.blockSize ?? 0;
  document.documentElement.style.setProperty("--sheet-height", `${height}px`);
}

function pageElements(): AppElements {
  return {
    search: {
      form: byId("search-form"),
      input: byId("search-input"),
      clear: byId("search-clear"),
      box: byId("suggestion-box"),
      list: byId("suggestions"),
      note: byId("suggestion-note"),
    },
    panel: byId("result"),
    badges: byId("badges"),
    about: byId("about-data"),
    status: byId("status"),
    toast: byId("toast"),
    languageSwitch: byId("language-switch"),
  };
}
