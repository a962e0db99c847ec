import "./convert.css";
import { Shell } from "../shell/shell";
import { Words } from "../shell/words";
import { ConvertPage } from "./page";
import { CONVERT_MESSAGES } from "./wording";

const shell = new Shell("convert");
new ConvertPage(shell, new Words(shell.translator, CONVERT_MESSAGES));
