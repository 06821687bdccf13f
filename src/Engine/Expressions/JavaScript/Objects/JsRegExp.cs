using AidWorkflow.Engine.Expressions.JavaScript.Builtins;
using AidWorkflow.Engine.Expressions.JavaScript.Matching;

namespace AidWorkflow.Engine.Expressions.JavaScript.Objects;

internal sealed class JsRegExp : JsObject
{
    public JsRegExp(Pattern pattern)
        : base(Realm.RegExps)
    {
        Pattern = pattern;
        Define("lastIndex", JsValue.Of(0.0), PropertyFlags.Writable);
    }

    public Pattern Pattern { get; }

    public override string Class => "RegExp";

    public override string Describe() => $"/{(Pattern.Source.Length == 0 ? "(?:)" : Pattern.Source)}/{Sorted}";

    private string Sorted => string.Concat(Pattern.Flags.Order());

    public override bool TryGetOwn(string key, out JsValue value)
    {
        switch (key)
        {
            case "source": value = JsValue.Of(Pattern.Source.Length == 0 ? "(?:)" : Pattern.Source); return true;
            case "flags": value = JsValue.Of(Sorted); return true;
            case "global": value = JsValue.Of(Pattern.IsGlobal); return true;
            case "ignoreCase": value = JsValue.Of(Pattern.IgnoresCase); return true;
            case "multiline": value = JsValue.Of(Pattern.IsMultiline); return true;
            case "sticky": value = JsValue.Of(Pattern.IsSticky); return true;
            case "unicode": value = JsValue.Of(Pattern.IsUnicode); return true;
            case "dotAll": value = JsValue.Of(Pattern.DotMatchesAll); return true;
            default: return base.TryGetOwn(key, out value);
        }
    }
}
