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

    public override string Describe() => $"/{Source}/{Sorted}";

    /// <summary>The pattern as a literal would have to write it.</summary>
    private string Source
    {
        get
        {
            if (Pattern.Source.Length == 0)
                return "(?:)";
            var text = new System.Text.StringBuilder();
            var inClass = false;
            for (var at = 0; at < Pattern.Source.Length; at++)
            {
                var character = Pattern.Source[at];
                inClass = (inClass || character == '[') && character != ']';
                if (character == '\\' && at + 1 < Pattern.Source.Length)
                    text.Append(character).Append(Pattern.Source[++at]);
                else
                    text.Append(character switch { '/' when !inClass => "\\/", '\n' => "\\n", '\r' => "\\r", _ => character.ToString() });
            }
            return text.ToString();
        }
    }

    private string Sorted => string.Concat(Pattern.Flags.Order());

    public override bool TryGetOwn(string key, out JsValue value)
    {
        switch (key)
        {
            case "source": value = JsValue.Of(Source); return true;
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
