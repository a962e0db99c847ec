import "./styles/fonts.css";
import "./styles/theme.css";
import "./styles/search.css";
import "./styles/menu.css";
import "./styles/result.css";
import "./styles/card.css";
import "./styles/report.css";
import "./styles/about.css";
import "./styles/print.css";
import { Api } from "./api";
import { App, type AppElements } from "./app";
import { byId } from "./dom";
import { loadFonts } from "./fonts";
import { initialLanguage, Translator } from "./language";
import { renderMenu } from "./menu";
import { Popover } from "./popover";
import { Sheet } from "./sheet";
import { ThemeSwitch } from "./theme";

const translator = new Translator(initialLanguage(new URLSearchParams(location.search).get("lang")));
const theme = new ThemeSwitch();
const app = new App(new Api(document.baseURI), translator, theme, pageElements());

app.start();
void app.describe();
new Sheet(byId("sheet"), byId("sheet-handle"), translator);
startMenu();
document.addEventListener("keydown", printByKey);
byId("near-me").addEventListener("click", () => app.openNearMe());
// The search answers before the map is there: it is most of the page's weight.
void Promise.all([import("./map/place-map"), import("./map/layers-control"), loadFonts()]).then(
  ([{ PlaceMap }, { LayersControl }]) => {
    const actions = {
      press: app.press.bind(app),
      pressStack: app.pressStack.bind(app),
    };
    const placeMap = new PlaceMap(byId("map"), actions, theme.theme, byId("map-buttons"));
    app.attachMap(placeMap);
    theme.onChange(() => void placeMap.useTheme(theme.theme));
    const layers = new LayersControl(byId("layers"), placeMap, translator);
    new Popover(byId("layers-button"), byId("layers"), { onOpen: () => layers.refresh(), stays: true });
    // For the browser's console, and for tests that ask the map what it shows.
    Object.assign(window, { map: placeMap.map });
  },
);

/** The browser's own print cannot wait for the sheet to be made. */
function printByKey(event: KeyboardEvent): void {
  if (event.key.toLowerCase() !== "p" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  void app.print();
}

function startMenu(): void {
  const menu = new Popover(byId("menu-button"), byId("menu"));
  const actions = {
    print: () => {
      menu.close();
      void app.print();
    },
    switchLanguage: () => app.switchLanguage(),
  };
  const render = () => renderMenu(menu.panel, translator, theme, actions);
  translator.onChange(render);
  render();
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
      recentHead: byId("recent-head"),
      clearRecent: byId("clear-recent"),
    },
    panel: byId("result"),
    badges: byId("badges"),
    about: byId("about-data"),
    status: byId("status"),
    toast: byId("toast"),
  };
}
