export type Language = "zh-CN" | "en";
export type Say = (chinese: string, english: string) => string;

export const sayIn = (language: Language): Say => (chinese, english) => language === "en" ? english : chinese;
