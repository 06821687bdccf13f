using System.Globalization;
using System.Text;
using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript.Builtins;

/// <summary>JSON.stringify.</summary>
internal sealed class JsonWriter
{
    private readonly JsRun _run;
    private readonly JsFunction? _replacer;
    private readonly List<string>? _only;
    private readonly string _step;
    private readonly StringBuilder _text = new();
    private readonly HashSet<JsObject> _open = [];
    private string _indent = "";
    private int _charged;

    private JsonWriter(JsRun run, JsValue replacer, JsValue space)
    {
        _run = run;
        _replacer = replacer.Callable;
        if (replacer.Object is JsArray names)
        {
            _only = [];
            for (var index = 0; index < names.Length; index++)
            {
                if ((names[index].IsString || names[index].IsNumber) && Coerce.ToText(run, names[index]) is var name && !_only.Contains(name))
                    _only.Add(name);
            }
        }
        _step = space.IsNumber ? new string(' ', (int)Math.Clamp(Coerce.ToInteger(run, space), 0, 10))
            : space.Text is { } text ? text[..Math.Min(10, text.Length)]
            : "";
    }

    public static JsValue Write(JsRun run, JsValue value, JsValue replacer, JsValue space)
    {
        var writer = new JsonWriter(run, replacer, space);
        JsObject? holder = null;
        if (writer._replacer is not null)
        {
            holder = new JsObject(Realm.Objects);
            holder.Create(run, "", value);
        }
        if (!writer.Prepare(holder, "", ref value))
            return default;
        writer.Write(value);
        run.AllocateText(writer._text.Length);
        return JsValue.Of(writer._text.ToString());
    }

    /// <summary>Applies toJSON and the replacer; false when the value has no JSON.</summary>
    private bool Prepare(JsObject? holder, string key, ref JsValue value)
    {
        if (value.Object is { } subject && subject.Get("toJSON").Callable is { } convert)
            value = convert.Invoke(_run, value, [JsValue.Of(key)]);
        if (_replacer is not null)
            value = _replacer.Invoke(_run, holder is null ? default : JsValue.Of(holder), [JsValue.Of(key), value]);
        return !value.IsUndefined && value.Callable is null;
    }

    private void Write(JsValue value)
    {
        Charge();
        if (value.Text is { } text)
        {
            Quote(text);
        }
        else if (value.IsNumber)
        {
            _text.Append(double.IsFinite(value.Number) ? Numerals.Write(value.Number) : "null");
        }
        else if (value.Object is { } subject)
        {
            WriteAll(subject);
        }
        else
        {
            _text.Append(value.ToString());
        }
    }

    private void WriteAll(JsObject subject)
    {
        if (!_open.Add(subject))
            throw Throw.TypeError("Converting circular structure to JSON");
        _run.Enter();
        var outer = _indent;
        _indent += _step;
        var (first, last) = subject is JsArray ? ('[', ']') : ('{', '}');
        _text.Append(first);
        var isEmpty = true;
        if (subject is JsArray array)
        {
            for (var index = 0; index < array.Length; index++)
            {
                StartItem(ref isEmpty);
                var item = array[index];
                if (Prepare(array, _replacer is null && !item.IsObject ? "" : ArrayIndex.Write(index), ref item))
                    Write(item);
                else
                    _text.Append("null");
            }
        }
        else
        {
            foreach (var key in _only ?? subject.OwnKeys(onlyEnumerable: true))
            {
                var member = subject.Get(key);
                if (!Prepare(subject, key, ref member))
                    continue;
                StartItem(ref isEmpty);
                Quote(key);
                _text.Append(_step.Length > 0 ? ": " : ":");
                Write(member);
            }
        }
        _indent = outer;
        if (!isEmpty && _step.Length > 0)
            _text.Append('\n').Append(_indent);
        _text.Append(last);
        _open.Remove(subject);
        _run.Leave();
    }

    private void StartItem(ref bool isEmpty)
    {
        if (!isEmpty)
            _text.Append(',');
        isEmpty = false;
        if (_step.Length > 0)
            _text.Append('\n').Append(_indent);
        Charge();
    }

    private void Charge()
    {
        _run.Spend(3);
        _run.Allocate(2L * (_text.Length - _charged));
        _charged = _text.Length;
        Operators.DemandLength(_charged);
    }

    private void Quote(string text)
    {
        _run.Allocate(2L * text.Length);
        _text.Append('"');
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            switch (character)
            {
                case '"': _text.Append("\\\""); break;
                case '\\': _text.Append("\\\\"); break;
                case '\n': _text.Append("\\n"); break;
                case '\r': _text.Append("\\r"); break;
                case '\t': _text.Append("\\t"); break;
                case '\b': _text.Append("\\b"); break;
                case '\f': _text.Append("\\f"); break;
                default:
                    var isPair = at + 1 < text.Length && char.IsSurrogatePair(character, text[at + 1]);
                    if (character < ' ' || (char.IsSurrogate(character) && !isPair))
                        _text.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
                    else
                        _text.Append(character);
                    if (isPair)
                        _text.Append(text[++at]);
                    break;
            }
        }
        _text.Append('"');
    }
}
