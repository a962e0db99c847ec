import "./status.css";
import { Shell } from "../shell/shell";
import { Words } from "../shell/words";
import { StatusPage } from "./page";
import { STATUS_MESSAGES } from "./wording";

const shell = new Shell("status");
new StatusPage(shell, new Words(shell.translator, STATUS_MESSAGES));
