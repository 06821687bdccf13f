// What the words of form.json are called.
import type { Say } from "../words";

type Named = Record<string, [string, string]>;

const types: Named = {
  "text": ["文字", "Text"], "number": ["整数", "Whole number"], "money": ["金额（元）", "Amount (yuan)"], "date": ["日期", "Date"], "choice": ["单选", "One choice"], "multi-choice": ["多选", "Several choices"],
  "yes-no": ["是或否", "Yes or no"], "address": ["地址", "Address"], "mobile": ["电话", "Telephone"], "citizen-id": ["身份证号", "Identity number"], "bank-card": ["银行卡号", "Bank card"], "document": ["文件", "File"], "members": ["表格（多行）", "Table with rows"],
};
const accesses: Named = { "hidden": ["看不到", "Hidden"], "masked": ["遮挡", "Masked"], "read": ["只读", "Read"], "edit": ["可填", "Edit"], "required": ["必填", "Required"] };
const checks: Named = {
  "at-least": ["不小于", "At least"], "at-most": ["不大于", "At most"], "cap": ["不超过标准中的", "Not above the value"], "not-above": ["不大于另一题", "Not above another answer"], "sum-of": ["等于几题之和", "The sum of others"],
  "at-least-sum-of": ["不小于几题之和", "Not less than the sum of others"], "not-in-future": ["不晚于今天", "Not after today"], "not-in-past": ["不早于今天", "Not before today"], "not-before": ["不早于另一题", "Not before another day"],
  "differs-from": ["与另一题不同", "Another than another answer"], "pattern": ["写法", "Written like"], "must-be-yes": ["必须为“是”", "Must be yes"],
};
const ops: Named = {
  "equal": ["等于", "is"], "not-equal": ["不等于", "is not"], "in": ["是其中之一", "is one of"], "not-in": ["不是其中之一", "is none of"], "above": ["大于", "is more than"], "at-least": ["不小于", "is at least"], "below": ["小于", "is less than"],
  "at-most": ["不大于", "is at most"], "filled": ["已填写", "is filled in"], "empty": ["未填写", "is empty"], "contains": ["包含", "includes"],
};

const named = (all: Named) => (key: string, say: Say) => all[key] === undefined ? key : say(...all[key]);

export const Ops = Object.keys(ops);
export const typeWords = named(types);
export const accessWords = named(accesses);
export const checkWords = named(checks);
export const opWords = named(ops);
