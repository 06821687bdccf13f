using AidWorkflow.Engine.Expressions.JavaScript.Syntax;

namespace AidWorkflow.Engine.Expressions.JavaScript.Compiling;

internal sealed partial class Compiler
{
    private Eval Compile(Binary binary)
    {
        var left = Expression(binary.Left);
        var right = Expression(binary.Right);
        var at = binary.At;
        switch (binary.Sign)
        {
            case "&&":
                return frame => left(frame) is var value && value.IsTruthy ? right(frame) : value;
            case "||":
                return frame => left(frame) is var value && value.IsTruthy ? value : right(frame);
            case "??":
                return frame => left(frame) is var value && value.IsNullish ? right(frame) : value;
            case "===" or "==" when IsPlain(binary.Right):
                // Beside a string or number literal that is the literal's kind already, == needs no conversions.
                return binary.Sign == "===" ? StrictlyEqual(left, right) : frame => LooselyEqual(frame, left(frame), right(frame));
        }
        var operate = Operation(binary.Sign);
        if (binary.Sign is "<" or ">" or "<=" or ">=" && binary.Right is Literal { Value.IsNumber: true } limit)
            return CompareToNumber(binary.Sign, left, limit.Value, operate, at);
        return frame =>
        {
            var first = left(frame);
            var second = right(frame);
            frame.Run.Position = at;
            return operate(frame.Run, first, second);
        };
    }

    private static bool IsPlain(Node node) => node is Literal;

    private static Eval StrictlyEqual(Eval left, Eval right) => frame => JsValue.Of(Operators.StrictEquals(left(frame), right(frame)));

    private static JsValue LooselyEqual(Frame frame, JsValue left, JsValue right)
    {
        if ((left.IsNumber && right.IsNumber) || (left.IsString && right.IsString))
            return JsValue.Of(Operators.StrictEquals(left, right));
        return JsValue.Of(Operators.LooseEquals(frame.Run, left, right));
    }

    private static Eval CompareToNumber(string sign, Eval left, JsValue right, Func<JsRun, JsValue, JsValue, JsValue> general, int at)
    {
        var limit = right.Number;
        return sign switch
        {
            "<" => frame => left(frame) is var value && value.IsNumber ? JsValue.Of(value.Number < limit) : General(frame, value),
            ">" => frame => left(frame) is var value && value.IsNumber ? JsValue.Of(value.Number > limit) : General(frame, value),
            "<=" => frame => left(frame) is var value && value.IsNumber ? JsValue.Of(value.Number <= limit) : General(frame, value),
            _ => frame => left(frame) is var value && value.IsNumber ? JsValue.Of(value.Number >= limit) : General(frame, value),
        };

        JsValue General(Frame frame, JsValue value)
        {
            frame.Run.Position = at;
            return general(frame.Run, value, right);
        }
    }

    /// <summary>What a sign does to two values. Also behind += and its like.</summary>
    private static Func<JsRun, JsValue, JsValue, JsValue> Operation(string sign) => sign switch
    {
        "+" => static (run, left, right) => left.IsNumber && right.IsNumber ? JsValue.Of(left.Number + right.Number)
            : left.IsString && right.IsString ? Operators.Join(run, left.Held!, right.Held!)
            : Operators.Add(run, left, right),
        "-" => static (run, left, right) => JsValue.Of(Number(run, left) - Number(run, right)),
        "*" => static (run, left, right) => JsValue.Of(Number(run, left) * Number(run, right)),
        "/" => static (run, left, right) => JsValue.Of(Number(run, left) / Number(run, right)),
        "%" => static (run, left, right) => JsValue.Of(Number(run, left) % Number(run, right)),
        "**" => static (run, left, right) => JsValue.Of(Operators.Power(Number(run, left), Number(run, right))),
        "&" => static (run, left, right) => JsValue.Of((double)(Coerce.ToInt32(run, left) & Coerce.ToInt32(run, right))),
        "|" => static (run, left, right) => JsValue.Of((double)(Coerce.ToInt32(run, left) | Coerce.ToInt32(run, right))),
        "^" => static (run, left, right) => JsValue.Of((double)(Coerce.ToInt32(run, left) ^ Coerce.ToInt32(run, right))),
        "<<" => static (run, left, right) => JsValue.Of((double)(Coerce.ToInt32(run, left) << (Coerce.ToInt32(run, right) & 31))),
        ">>" => static (run, left, right) => JsValue.Of((double)(Coerce.ToInt32(run, left) >> (Coerce.ToInt32(run, right) & 31))),
        ">>>" => static (run, left, right) => JsValue.Of((double)(Coerce.ToUint32(run, left) >> (Coerce.ToInt32(run, right) & 31))),
        "==" => static (run, left, right) => JsValue.Of(Operators.LooseEquals(run, left, right)),
        "!=" => static (run, left, right) => JsValue.Of(!Operators.LooseEquals(run, left, right)),
        "===" => static (_, left, right) => JsValue.Of(Operators.StrictEquals(left, right)),
        "!==" => static (_, left, right) => JsValue.Of(!Operators.StrictEquals(left, right)),
        "<" => static (run, left, right) => JsValue.Of(left.IsNumber && right.IsNumber ? left.Number < right.Number : Operators.Order(run, left, right) < 0),
        ">" => static (run, left, right) => JsValue.Of(left.IsNumber && right.IsNumber ? left.Number > right.Number : Operators.Order(run, left, right) > 0),
        "<=" => static (run, left, right) => JsValue.Of(left.IsNumber && right.IsNumber ? left.Number <= right.Number : Operators.Order(run, left, right) <= 0),
        ">=" => static (run, left, right) => JsValue.Of(left.IsNumber && right.IsNumber ? left.Number >= right.Number : Operators.Order(run, left, right) >= 0),
        "in" => static (run, left, right) => JsValue.Of(Operators.In(run, left, right)),
        "instanceof" => static (_, left, right) => JsValue.Of(Operators.InstanceOf(left, right)),
        _ => throw new System.Diagnostics.UnreachableException(sign),
    };

    private static double Number(JsRun run, JsValue value) => value.IsNumber ? value.Number : Coerce.ToNumber(run, value);

    private Eval Compile(Unary unary)
    {
        switch (unary.Sign)
        {
            case "delete":
                return Delete(unary);
            case "typeof":
                return TypeOf(unary.Operand);
        }
        if (unary is { Sign: "-", Operand: Literal { Value.IsNumber: true } literal })
            return Constant(JsValue.Of(-literal.Value.Number));
        var operand = Expression(unary.Operand);
        var at = unary.At;
        return unary.Sign switch
        {
            "!" => frame => JsValue.Of(!operand(frame).IsTruthy),
            "-" => frame => JsValue.Of(-NumberAt(frame, operand(frame), at)),
            "+" => frame => JsValue.Of(NumberAt(frame, operand(frame), at)),
            "~" => frame => JsValue.Of((double)~Coerce.ToInt32(NumberAt(frame, operand(frame), at))),
            _ => frame => // void
            {
                operand(frame);
                return default;
            }
            ,
        };
    }

    private static double NumberAt(Frame frame, JsValue value, int at)
    {
        if (value.IsNumber)
            return value.Number;
        frame.Run.Position = at;
        return Coerce.ToNumber(frame.Run, value);
    }

    private Eval TypeOf(Node operand)
    {
        while (operand is Parenthesised wrapped)
            operand = wrapped.Inner;
        var value = Expression(operand);

        // An unknown name has the type "undefined"; anywhere else it is an error.
        if (operand is Name { Binding: null, Text: not "undefined" } name && !Builtins.Realm.Globals.ContainsKey(name.Text))
        {
            var (number, text, at) = (name.Global, name.Text, name.At);
            return frame => frame.Run.Globals[number].IsEmpty && !frame.Run.Host.TryGet(text, out _)
                ? JsValue.Of("undefined")
                : JsValue.Of(Coerce.TypeOf(frame.Run.Globals[number].IsEmpty ? Ask(frame, number, text, at) : frame.Run.Globals[number]));
        }
        return frame => JsValue.Of(Coerce.TypeOf(value(frame)));
    }

    private Eval Delete(Unary unary)
    {
        var operand = unary.Operand;
        while (operand is Parenthesised wrapped)
            operand = wrapped.Inner;
        if (operand is Name)
            throw Unsupported(unary, "'delete' of a variable is not supported");
        if (operand is Chain { Inner: Access chained })
            operand = chained;
        if (operand is not Access access)
        {
            var value = Expression(operand);
            return frame =>
            {
                value(frame);
                return JsValue.True;
            };
        }
        var owner = Expression(access.Owner);
        var key = Expression(access.Key);
        var at = unary.At;
        return frame =>
        {
            var target = owner(frame);
            if (target.IsEmpty || (access.IsOptional && target.IsNullish))
                return JsValue.True;
            var name = key(frame);
            frame.Run.Position = at;
            if (target.IsNullish)
                throw Throw.TypeError("Cannot convert undefined or null to object");
            return JsValue.Of(target.Object is not { } subject || subject.Delete(Coerce.ToKey(frame.Run, name)));
        };
    }

    private Eval Compile(Conditional conditional)
    {
        var test = Expression(conditional.Test);
        var yes = Expression(conditional.Yes);
        var no = Expression(conditional.No);
        return frame => test(frame).IsTruthy ? yes(frame) : no(frame);
    }

    private Eval Compile(Sequence sequence)
    {
        var items = sequence.Items.Select(Expression).ToArray();
        return frame =>
        {
            var last = JsValue.Undefined;
            foreach (var item in items)
                last = item(frame);
            return last;
        };
    }
}
