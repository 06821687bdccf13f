using AidWorkflow.Engine.Expressions.JavaScript.Builtins;
using AidWorkflow.Engine.Expressions.JavaScript.Matching;
using AidWorkflow.Engine.Expressions.JavaScript.Objects;
using AidWorkflow.Engine.Expressions.JavaScript.Syntax;

namespace AidWorkflow.Engine.Expressions.JavaScript.Compiling;

internal sealed partial class Compiler
{
    private Eval Compile(Template template)
    {
        var texts = template.Texts;
        var values = template.Values.Select(Expression).ToArray();
        if (values.Length == 0)
            return Constant(JsValue.Of(texts[0]));
        var at = template.At;
        return frame =>
        {
            var result = JsValue.Of(texts[0]);
            for (var index = 0; index < values.Length; index++)
            {
                var value = values[index](frame);
                frame.Run.Position = at;
                result = Operators.Join(frame.Run, result.Held!, value.Held is Rope rope ? rope : Coerce.ToText(frame.Run, value));
                if (texts[index + 1].Length > 0)
                    result = Operators.Join(frame.Run, result.Held!, texts[index + 1]);
            }
            return result;
        };
    }

    private Eval Compile(RegexLiteral regex)
    {
        Pattern pattern;
        try
        {
            pattern = Pattern.Compile(regex.Pattern, regex.Flags);
        }
        catch (PatternException refused)
        {
            throw Place.Fault(_source, regex.At, refused.Fault, refused.Message);
        }
        return frame =>
        {
            frame.Run.Allocate(96);
            return JsValue.Of(new JsRegExp(pattern));
        };
    }

    private Eval Compile(ArrayLiteral array)
    {
        if (array.Items.Any(item => item is Spread))
            return WithSpreads(array);
        var items = array.Items.Select(item => item is null ? Constant(JsValue.Empty) : Expression(item)).ToArray();
        return frame =>
        {
            frame.Run.Allocate(64 + (16L * items.Length));
            var made = new JsValue[items.Length];
            for (var index = 0; index < items.Length; index++)
                made[index] = items[index](frame);
            return JsValue.Of(new JsArray(made));
        };
    }

    private Eval WithSpreads(ArrayLiteral array)
    {
        var items = array.Items.Select(item => item switch
        {
            null => (Constant(JsValue.Empty), false),
            Spread spread => (Expression(spread.Value), true),
            _ => (Expression(item), false),
        }).ToArray();
        var at = array.At;
        return frame =>
        {
            var made = JsArray.New(frame.Run);
            foreach (var (item, isSpread) in items)
            {
                var value = item(frame);
                if (isSpread)
                    PushAll(frame, made, value, at);
                else
                    made.Push(frame.Run, value);
            }
            return JsValue.Of(made);
        };
    }

    private static void PushAll(Frame frame, JsArray target, JsValue source, int at)
    {
        frame.Run.Position = at;
        var iteration = Iteration.Of(frame.Run, source);
        while (iteration.Next(frame.Run, out var item))
        {
            frame.Run.Spend(1);
            target.Push(frame.Run, item);
        }
    }

    private Eval Compile(ObjectLiteral literal)
    {
        var members = literal.Members.Select(member => Compile(member)).ToArray();
        return frame =>
        {
            frame.Run.Allocate(64);
            var made = new JsObject(Realm.Objects);
            foreach (var member in members)
                member(frame, made);
            return JsValue.Of(made);
        };
    }

    private Action<Frame, JsObject> Compile(Member member)
    {
        if (member.IsDefaulted)
            throw Place.Fault(_source, member.At, ExpressionFault.Syntax, "Invalid shorthand with a value");
        var value = Expression(member.Value);
        if (member.Key is null)
            return (frame, made) => CopyMembers(frame.Run, value(frame), made, []);
        if (!member.IsComputed)
        {
            var name = ((Literal)member.Key).Value.Text!;
            return (frame, made) => made.Create(frame.Run, name, value(frame));
        }
        var key = Expression(member.Key);
        return (frame, made) =>
        {
            var name = Coerce.ToKey(frame.Run, key(frame));
            made.Create(frame.Run, name, value(frame));
        };
    }

    /// <summary>What a spread in an object and a rest in a pattern copy: own enumerable members.</summary>
    private static void CopyMembers(JsRun run, JsValue source, JsObject target, HashSet<string> except)
    {
        if (source.Text is { } text)
        {
            for (var index = 0; index < text.Length; index++)
            {
                run.Spend(2);
                target.Create(run, ArrayIndex.Write(index), JsValue.Of(Characters.Text(text[index])));
            }
            return;
        }
        if (source.Object is not { } subject)
            return;
        foreach (var key in subject.OwnKeys(onlyEnumerable: true))
        {
            run.Spend(4);
            if (!except.Contains(key) && subject.TryGetOwn(key, out var value))
                target.Create(run, key, value);
        }
    }
}
