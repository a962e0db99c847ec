import { Shell } from "../shell/shell";

new Shell("convert");
