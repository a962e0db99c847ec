import "./batch.css";
import { Shell } from "../shell/shell";
import { Words } from "../shell/words";
import { BatchPage } from "./page";
import { BATCH_MESSAGES } from "./wording";

const shell = new Shell("batch");
new BatchPage(shell, new Words(shell.translator, BATCH_MESSAGES));
