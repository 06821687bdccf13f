using System.Runtime.CompilerServices;
using AidWorkflow.Engine.Expressions.JavaScript.Syntax;

namespace AidWorkflow.Engine.Expressions.JavaScript.Compiling;

internal sealed partial class Compiler
{
    private static readonly Exec Nothing = _ => Completion.Normal;

    private Exec Statements(IReadOnlyList<Node> nodes)
    {
        var statements = nodes.Where(node => node is not (FunctionDeclaration or Syntax.Nothing)).Select(node => Statement(node)).ToArray();
        switch (statements.Length)
        {
            case 0:
                return Nothing;
            case 1:
                return statements[0];
            default:
                return frame =>
                {
                    foreach (var statement in statements)
                    {
                        var completion = statement(frame);
                        if (completion != Completion.Normal)
                            return completion;
                    }
                    return Completion.Normal;
                };
        }
    }

    private Exec Statement(Node node, int number = 0)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Unsupported(node, "The script is nested too deeply");
        _cost++;
        _depth++;
        var compiled = Unguarded(node, number);
        if (--_depth % GuardEvery == GuardEvery - 1)
        {
            return frame =>
            {
                frame.Run.DemandStack();
                return compiled(frame);
            };
        }
        return compiled;
    }

    private Exec Unguarded(Node node, int number)
    {
        switch (node)
        {
            case ExpressionStatement statement:
                var value = Expression(statement.Value);
                if (_tracksValue)
                {
                    return frame =>
                    {
                        frame.Result = value(frame);
                        return Completion.Normal;
                    };
                }
                return frame =>
                {
                    value(frame);
                    return Completion.Normal;
                };
            case Block block: return Compile(block);
            case Declaration declaration: return Compile(declaration);
            case FunctionDeclaration or Syntax.Nothing: return Nothing;
            case If branch: return Compile(branch);
            case For loop: return Compile(loop, number);
            case ForEach loop: return Compile(loop, number);
            case While loop: return Compile(loop, number);
            case Switch choice: return Compile(choice, number);
            case Try attempt: return Compile(attempt);
            case ThrowStatement thrown: return Compile(thrown);
            case Return done: return Compile(done);
            case Jump jump: return Compile(jump);
            case JumpTarget target: return Compile(target);
            default: throw Place.Fault(_source, node.At, ExpressionFault.Syntax, "This cannot stand here");
        }
    }

    private Exec Compile(Block block)
    {
        var body = Statements(block.Statements);
        return Entering(Enter(block.Scope, isFunction: false), body);
    }

    private static Exec Entering(Action<Frame>[] actions, Exec body)
    {
        if (actions.Length == 0)
            return body;
        return frame =>
        {
            foreach (var action in actions)
                action(frame);
            return body(frame);
        };
    }

    private Exec Compile(Declaration declaration)
    {
        var items = new List<Action<Frame>>();
        foreach (var item in declaration.Items)
        {
            if (item.Value is not null)
            {
                var value = Expression(item.Value);
                var store = declaration.Kind == DeclarationKind.Var ? Target(item.Target) : Declare(item.Target);
                items.Add(frame => store(frame, value(frame)));
            }
            else if (declaration.Kind == DeclarationKind.Let)
            {
                var store = Declare(item.Target);
                items.Add(frame => store(frame, default));
            }
        }
        if (items is [var only])
        {
            return frame =>
            {
                only(frame);
                return Completion.Normal;
            };
        }
        return frame =>
        {
            foreach (var item in items)
                item(frame);
            return Completion.Normal;
        };
    }

    private Exec Compile(If branch)
    {
        var test = Expression(branch.Test);
        var yes = Statement(branch.Yes);
        var no = branch.No is null ? Nothing : Statement(branch.No);
        if (!_tracksValue)
            return frame => test(frame).IsTruthy ? yes(frame) : no(frame);
        return frame =>
        {
            var answer = test(frame).IsTruthy;
            frame.Result = default;
            return answer ? yes(frame) : no(frame);
        };
    }

    private Exec Compile(Switch choice, int number)
    {
        var subject = Expression(choice.Subject);
        var tests = choice.Cases.Select(each => each.Test is null ? null : Expression(each.Test)).ToArray();
        var bodies = choice.Cases.Select(each => Statements(each.Statements)).ToArray();
        var enter = Enter(choice.Scope, isFunction: false);
        var otherwise = Array.IndexOf(tests, null);
        var tracks = _tracksValue;
        return frame =>
        {
            var value = subject(frame);
            foreach (var action in enter)
                action(frame);
            if (tracks)
                frame.Result = default;
            var start = Array.FindIndex(tests, test => test is not null && Operators.StrictEquals(value, test(frame)));
            if (start < 0)
                start = otherwise;
            for (var index = start; index >= 0 && index < bodies.Length; index++)
            {
                var completion = bodies[index](frame);
                if (completion == Completion.Break && frame.Jump == number)
                    return Completion.Normal;
                if (completion != Completion.Normal)
                    return completion;
            }
            return Completion.Normal;
        };
    }

    private Exec Compile(Return done)
    {
        if (done.Value is null)
        {
            return frame =>
            {
                frame.Result = default;
                return Completion.Return;
            };
        }
        var value = Expression(done.Value);
        return frame =>
        {
            frame.Result = value(frame);
            return Completion.Return;
        };
    }

    private static Exec Compile(Jump jump)
    {
        var target = jump.Target;
        var completion = jump.IsBreak ? Completion.Break : Completion.Continue;
        return frame =>
        {
            frame.Jump = target;
            return completion;
        };
    }

    private Exec Compile(JumpTarget target)
    {
        var number = target.Number;
        if (target.Body is For or ForEach or While or Switch)
            return Statement(target.Body, number);
        var body = Statement(target.Body);
        return frame => body(frame) is var completion && completion == Completion.Break && frame.Jump == number ? Completion.Normal : completion;
    }

    private Exec Compile(ThrowStatement thrown)
    {
        var value = Expression(thrown.Value);
        var at = thrown.At;
        return frame =>
        {
            var what = value(frame);
            frame.Run.Position = at;
            frame.Run.Spend(500);
            throw new JsErrorException(what);
        };
    }

    private Exec Compile(Try attempt)
    {
        var body = Compile(attempt.Body);
        Store? bind = null;
        Exec? handler = null;
        if (attempt.Handler is not null)
        {
            var enter = Enter(attempt.CatchScope, isFunction: false);
            var take = attempt.Caught is null ? null : Declare(attempt.Caught);
            handler = Compile(attempt.Handler);
            bind = (frame, value) =>
            {
                foreach (var action in enter)
                    action(frame);
                take?.Invoke(frame, value);
            };
        }
        var finalizer = attempt.Finalizer is null ? null : Compile(attempt.Finalizer);
        var tracks = _tracksValue;
        return frame =>
        {
            if (tracks)
                frame.Result = default;
            var completion = Attempt(frame, body, out var thrown);
            if (thrown is not null && handler is not null)
            {
                var caught = thrown.Value;
                if (tracks)
                    frame.Result = default;
                completion = Attempt(
                    frame,
                    inner =>
                    {
                        bind!(inner, caught);
                        return handler(inner);
                    },
                    out thrown);
            }
            if (finalizer is not null)
            {
                var (result, jump, position) = (frame.Result, frame.Jump, frame.Run.Position);
                var last = finalizer(frame);
                if (last != Completion.Normal)
                    return last;
                (frame.Result, frame.Jump, frame.Run.Position) = (result, jump, position);
            }
            return thrown is null ? completion : throw thrown;
        };
    }

    /// <summary>Runs what may throw. Only what scripts throw is caught: a spent budget passes through, finally blocks and all.</summary>
    private static Completion Attempt(Frame frame, Exec body, out JsErrorException? thrown)
    {
        var depth = frame.Run.Depth;
        try
        {
            thrown = null;
            return body(frame);
        }
        catch (JsErrorException caught)
        {
            frame.Run.Depth = depth;
            frame.Run.Spend(500);
            thrown = caught;
            return Completion.Normal;
        }
    }
}
