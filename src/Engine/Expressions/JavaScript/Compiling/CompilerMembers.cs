using System.Runtime.CompilerServices;
using AidWorkflow.Engine.Expressions.JavaScript.Objects;
using AidWorkflow.Engine.Expressions.JavaScript.Syntax;

namespace AidWorkflow.Engine.Expressions.JavaScript.Compiling;

internal sealed partial class Compiler
{
    private Eval Compile(Access access)
    {
        var owner = Expression(access.Owner);
        var get = Getter(access);
        if (!access.IsOptional)
            return frame => get(frame, owner(frame));
        return frame => owner(frame) is var value && value.IsNullish ? JsValue.Empty : get(frame, value);
    }

    /// <summary>Reads the member of an owner that is at hand. Inside a chain an empty owner is one that ended early.</summary>
    private Func<Frame, JsValue, JsValue> Getter(Access access)
    {
        var at = access.At;
        if (access.Key is Literal { Value.Held: string name })
        {
            return (frame, owner) =>
            {
                if (owner.Object is { } subject)
                    return subject.Get(name);
                if (owner.IsEmpty)
                    return owner;
                frame.Run.Position = at;
                return Operators.Get(owner, name);
            };
        }
        var key = Expression(access.Key);
        return (frame, owner) =>
        {
            if (owner.IsEmpty)
                return owner;
            var index = key(frame);
            frame.Run.Position = at;
            return Operators.Get(frame.Run, owner, index);
        };
    }

    private Eval Compile(Chain chain)
    {
        var inner = Expression(chain.Inner);
        return frame => inner(frame) is var value && value.IsEmpty ? default : value;
    }

    private Eval Compile(Call call)
    {
        var callee = call.Callee;
        while (callee is Parenthesised wrapped)
            callee = wrapped.Inner;
        var arguments = Arguments(call.Arguments);
        var at = call.At;
        var what = Describe(call.Callee);
        var isOptional = call.IsOptional;

        // (a?.b)() keeps the owner too, but ends the chain inside the parentheses.
        var endsHere = callee is Chain;
        if (callee is Chain { Inner: Access inner })
            callee = inner;
        if (callee is Access access)
        {
            var owner = Expression(access.Owner);
            var get = Getter(access);
            var ownerIsOptional = access.IsOptional;
            return frame =>
            {
                var self = owner(frame);
                if (self.IsEmpty || (ownerIsOptional && self.IsNullish))
                    return endsHere ? Demand(default, what).Invoke(frame.Run, self, []) : JsValue.Empty;
                var method = get(frame, self);
                if (isOptional && method.IsNullish)
                    return JsValue.Empty;
                return arguments(frame, method, self, at, what);
            };
        }
        var function = Expression(callee);
        return frame =>
        {
            var target = function(frame);
            if (target.IsEmpty || (isOptional && target.IsNullish))
                return JsValue.Empty;
            return arguments(frame, target, default, at, what);
        };
    }

    private delegate JsValue Calling(Frame frame, JsValue callee, JsValue self, int at, string what);

    /// <summary>Evaluates arguments and calls: up to four of them on the stack.</summary>
    private Calling Arguments(IReadOnlyList<Node> nodes)
    {
        if (nodes.Count > 4 || nodes.Any(node => node is Spread))
        {
            var all = ArgumentArray(nodes);
            return (frame, callee, self, at, what) =>
            {
                var values = all(frame);
                frame.Run.Position = at;
                return Demand(callee, what).Invoke(frame.Run, self, values);
            };
        }
        var items = nodes.Select(Expression).ToArray();
        switch (items.Length)
        {
            case 0:
                return (frame, callee, self, at, what) =>
                {
                    frame.Run.Position = at;
                    return Demand(callee, what).Invoke(frame.Run, self, []);
                };
            case 1:
                var only = items[0];
                return (frame, callee, self, at, what) =>
                {
                    var value = only(frame);
                    frame.Run.Position = at;
                    return Demand(callee, what).Invoke(frame.Run, self, new ReadOnlySpan<JsValue>(in value));
                };
            default:
                return (frame, callee, self, at, what) =>
                {
                    var values = default(Four);
                    for (var index = 0; index < items.Length; index++)
                        values[index] = items[index](frame);
                    frame.Run.Position = at;
                    return Demand(callee, what).Invoke(frame.Run, self, ((ReadOnlySpan<JsValue>)values)[..items.Length]);
                };
        }
    }

    private Func<Frame, JsValue[]> ArgumentArray(IReadOnlyList<Node> nodes)
    {
        var list = WithSpreads(new ArrayLiteral(nodes.Count > 0 ? nodes[0].At : 0, [.. nodes]));
        return frame => ((JsArray)list(frame).Object!).Items.ToArray();
    }

    private static JsFunction Demand(JsValue callee, string what) =>
        callee.Callable ?? throw Throw.TypeError($"{what} is not a function");

    private Eval Compile(New made)
    {
        var callee = Expression(made.Callee);
        var arguments = ArgumentArray(made.Arguments);
        var at = made.At;
        var what = Describe(made.Callee);
        return frame =>
        {
            var target = callee(frame);
            var values = arguments(frame);
            frame.Run.Position = at;
            if (target.Callable is not { IsConstructor: true } function)
                throw Throw.TypeError($"{what} is not a constructor");
            return function.InvokeNew(frame.Run, values);
        };
    }

    /// <summary>How an error names what was called; of a long chain only the end.</summary>
    private static string Describe(Node node, int links = 4) => node switch
    {
        _ when links == 0 => "(intermediate value)",
        Name name => name.Text,
        This => "this",
        Access { Key: Literal { Value.IsString: true } key } access => $"{Describe(access.Owner, links - 1)}.{key.Value.Text}",
        Access access => $"{Describe(access.Owner, links - 1)}[...]",
        Call call => $"{Describe(call.Callee, links - 1)}(...)",
        Chain chain => Describe(chain.Inner, links),
        Parenthesised wrapped => Describe(wrapped.Inner, links - 1),
        _ => "(intermediate value)",
    };

    [InlineArray(4)]
    private struct Four
    {
        private JsValue _first;
    }
}
