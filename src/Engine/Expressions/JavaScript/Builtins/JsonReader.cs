using System.Text;
using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript.Builtins;

/// <summary>JSON.parse.</summary>
internal sealed class JsonReader(JsRun run, string text)
{
    private int _at;

    public JsValue Read(JsFunction? reviver)
    {
        run.Spend(text.Length / 4);
        var value = ReadValue();
        SkipBlank();
        if (_at < text.Length)
            throw Wrong();
        if (reviver is null)
            return value;
        var holder = new JsObject(Realm.Objects);
        holder.Create(run, "", value);
        return Revive(holder, "", reviver);
    }

    private JsValue ReadValue()
    {
        SkipBlank();
        if (_at >= text.Length)
            throw Wrong();
        switch (text[_at])
        {
            case '{':
                return ReadObject();
            case '[':
                return ReadArray();
            case '"':
                return JsValue.Of(ReadText());
            case 't':
                return Word("true", JsValue.True);
            case 'f':
                return Word("false", JsValue.False);
            case 'n':
                return Word("null", JsValue.Null);
            default:
                return ReadNumber();
        }
    }

    private JsValue ReadObject()
    {
        run.Enter();
        run.Allocate(64);
        var made = new JsObject(Realm.Objects);
        _at++;
        SkipBlank();
        if (!TakeIf('}'))
        {
            do
            {
                SkipBlank();
                if (_at >= text.Length || text[_at] != '"')
                    throw Wrong();
                var key = ReadText();
                SkipBlank();
                Demand(':');
                made.Create(run, key, ReadValue());
                SkipBlank();
            }
            while (TakeIf(','));
            Demand('}');
        }
        run.Leave();
        return JsValue.Of(made);
    }

    private JsValue ReadArray()
    {
        run.Enter();
        var made = JsArray.New(run);
        _at++;
        SkipBlank();
        if (!TakeIf(']'))
        {
            do
            {
                made.Push(run, ReadValue());
                SkipBlank();
            }
            while (TakeIf(','));
            Demand(']');
        }
        run.Leave();
        return JsValue.Of(made);
    }

    private string ReadText()
    {
        var start = ++_at;
        while (_at < text.Length && text[_at] is not ('"' or '\\') && text[_at] >= ' ')
            _at++;
        if (_at < text.Length && text[_at] == '"')
        {
            run.AllocateText(_at - start);
            return text[start.._at++];
        }
        var result = new StringBuilder(text, start, _at - start, Math.Max(16, _at - start));
        while (true)
        {
            if (_at >= text.Length || text[_at] < ' ')
                throw Wrong();
            var character = text[_at++];
            if (character == '"')
                break;
            if (character == '\\')
                character = ReadEscape();
            result.Append(character);
        }
        run.AllocateText(result.Length * 2L);
        return result.ToString();
    }

    private char ReadEscape()
    {
        if (_at >= text.Length)
            throw Wrong();
        switch (text[_at++])
        {
            case 'n': return '\n';
            case 't': return '\t';
            case 'r': return '\r';
            case 'b': return '\b';
            case 'f': return '\f';
            case '"': return '"';
            case '\\': return '\\';
            case '/': return '/';
            case 'u' when _at + 4 <= text.Length && Numerals.FromDigits(text.AsSpan(_at, 4), 16) is var code && !double.IsNaN(code):
                _at += 4;
                return (char)code;
            default:
                _at--;
                throw Wrong();
        }
    }

    private JsValue ReadNumber()
    {
        var start = _at;
        var at = _at;
        if (at < text.Length && text[at] == '-')
            at++;
        var isZero = at < text.Length && text[at] == '0';
        var length = at < text.Length && char.IsAsciiDigit(text[at]) ? Numerals.DecimalLength(text.AsSpan(at)) : 0;
        var digits = text.AsSpan(at, length);
        var point = digits.IndexOf('.');
        if (length == 0 || (isZero && length > 1 && char.IsAsciiDigit(digits[1])) || (point >= 0 && (point + 1 >= length || !char.IsAsciiDigit(digits[point + 1]))))
            throw Wrong();
        _at = at + length;
        return JsValue.Of(Numerals.Read(text.AsSpan(start, _at - start)));
    }

    private JsValue Word(string word, JsValue value)
    {
        if (!text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal))
            throw Wrong();
        _at += word.Length;
        return value;
    }

    private void SkipBlank()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t' or '\n' or '\r')
            _at++;
    }

    private bool TakeIf(char character)
    {
        if (_at >= text.Length || text[_at] != character)
            return false;
        _at++;
        return true;
    }

    private void Demand(char character)
    {
        if (!TakeIf(character))
            throw Wrong();
    }

    private JsErrorException Wrong() => Throw.SyntaxError(
        _at >= text.Length ? "Unexpected end of JSON input" : $"Unexpected token '{text[_at]}' in JSON at position {_at}");

    private JsValue Revive(JsObject holder, string key, JsFunction reviver)
    {
        run.Enter();
        var value = holder.Get(key);
        if (value.Object is { } inner and not JsFunction)
        {
            foreach (var name in inner.OwnKeys(onlyEnumerable: true))
            {
                var revived = Revive(inner, name, reviver);
                if (revived.IsUndefined)
                    inner.Delete(name);
                else
                    inner.Create(run, name, revived);
            }
        }
        run.Leave();
        return reviver.Invoke(run, JsValue.Of(holder), [JsValue.Of(key), value]);
    }
}
