using AidWorkflow.Engine.Expressions.JavaScript.Objects;
using AidWorkflow.Engine.Expressions.JavaScript.Syntax;

namespace AidWorkflow.Engine.Expressions.JavaScript.Compiling;

internal sealed partial class Compiler
{
    private Exec Compile(For loop, int number)
    {
        var before = _cost;
        var start = loop.Start switch
        {
            null => Nothing,
            Declaration declaration => Statement(declaration),
            _ => Evaluate(loop.Start),
        };
        var test = loop.Test is null ? null : Expression(loop.Test);
        var step = loop.Step is null ? null : Expression(loop.Step);
        var body = Statement(loop.Body);
        var enter = Enter(loop.Scope, isFunction: false);

        // Each round has its own variables when a closure may keep them.
        var renewed = loop.Scope.Bindings.Where(binding => binding.IsCaptured).Select(binding => binding.Slot).ToArray();
        var cost = _cost - before;
        var tracks = _tracksValue;
        return frame =>
        {
            foreach (var action in enter)
                action(frame);
            if (tracks)
                frame.Result = default;
            start(frame);
            Renew(frame, renewed);
            while (test is null || test(frame).IsTruthy)
            {
                frame.Run.Spend(cost);
                var completion = body(frame);
                if (completion != Completion.Normal && Leaves(frame, ref completion, number))
                    return completion;
                Renew(frame, renewed);
                step?.Invoke(frame);
            }
            return Completion.Normal;
        };
    }

    private Exec Evaluate(Node node)
    {
        var value = Expression(node);
        return frame =>
        {
            value(frame);
            return Completion.Normal;
        };
    }

    private static void Renew(Frame frame, int[] cells)
    {
        foreach (var cell in cells)
            frame.Cells[cell] = Fresh(frame, frame.Cells[cell].Value);
    }

    /// <summary>Whether a loop ends here, and how.</summary>
    private static bool Leaves(Frame frame, ref Completion completion, int number)
    {
        if (completion == Completion.Continue && frame.Jump == number)
            return false;
        if (completion == Completion.Break && frame.Jump == number)
            completion = Completion.Normal;
        return true;
    }

    private Exec Compile(While loop, int number)
    {
        var before = _cost;
        var test = Expression(loop.Test);
        var body = Statement(loop.Body);
        var cost = _cost - before;
        var bodyFirst = loop.BodyFirst;
        var tracks = _tracksValue;
        return frame =>
        {
            if (tracks)
                frame.Result = default;
            var enters = bodyFirst;
            while (enters || test(frame).IsTruthy)
            {
                enters = false;
                frame.Run.Spend(cost);
                var completion = body(frame);
                if (completion != Completion.Normal && Leaves(frame, ref completion, number))
                    return completion;
            }
            return Completion.Normal;
        };
    }

    private Exec Compile(ForEach loop, int number)
    {
        var before = _cost;
        var source = Expression(loop.Source);
        var target = loop.Target is Declaration declaration
            ? declaration.Kind == DeclarationKind.Var ? Target(declaration.Items[0].Target) : Declare(declaration.Items[0].Target)
            : Target(loop.Target);
        var body = Statement(loop.Body);
        var enter = Enter(loop.Scope, isFunction: false);
        var cost = _cost - before + 1;
        var tracks = _tracksValue;
        var at = loop.At;
        var overKeys = loop.OverKeys;
        return frame =>
        {
            foreach (var action in enter)
                action(frame);
            if (tracks)
                frame.Result = default;
            var walked = source(frame);
            frame.Run.Position = at;
            var iteration = overKeys ? Keys(frame.Run, walked) : Iteration.Of(frame.Run, walked);
            while (iteration.Next(frame.Run, out var item))
            {
                frame.Run.Spend(cost);
                foreach (var action in enter)
                    action(frame);
                target(frame, item);
                var completion = body(frame);
                if (completion != Completion.Normal && Leaves(frame, ref completion, number))
                    return completion;
            }
            return Completion.Normal;
        };
    }

    /// <summary>The keys of an object and of its prototypes, without those removed on the way.</summary>
    private static IterationBy Keys(JsRun run, JsValue value)
    {
        var keys = new List<string>();
        if (value.Text is { } text)
            keys.AddRange(Enumerable.Range(0, text.Length).Select(index => ArrayIndex.Write(index)));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var holder = value.Object; holder is not null; holder = holder.Prototype)
        {
            foreach (var key in holder.IsShared ? [] : holder.OwnKeys(onlyEnumerable: true))
            {
                run.Allocate(16);
                if (seen.Add(key))
                    keys.Add(key);
            }
        }
        run.Allocate(16L * keys.Count);
        var next = 0;
        return new IterationBy((JsRun _, out JsValue key) =>
        {
            while (next < keys.Count)
            {
                var name = keys[next++];
                if (value.Object is { } subject && !subject.Has(name))
                    continue;
                key = JsValue.Of(name);
                return true;
            }
            key = default;
            return false;
        });
    }
}
