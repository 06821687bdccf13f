using System.Numerics;

namespace AidWorkflow.Engine.Expressions.JavaScript.Builtins;

internal static class MathBuiltins
{
    public static void Add(World world)
    {
        var math = world.Namespace("Math");
        foreach (var (name, value) in (ReadOnlySpan<(string, double)>)
            [
                ("PI", Math.PI), ("E", Math.E), ("LN2", 0.6931471805599453), ("LN10", 2.302585092994046),
                ("LOG2E", 1.4426950408889634), ("LOG10E", 0.4342944819032518), ("SQRT2", 1.4142135623730951), ("SQRT1_2", 0.7071067811865476),
            ])
        {
            math.Define(name, JsValue.Of(value), Objects.PropertyFlags.None);
        }
        foreach (var (name, function) in (ReadOnlySpan<(string, Func<double, double>)>)
            [
                ("abs", Math.Abs), ("floor", Math.Floor), ("ceil", Math.Ceiling), ("trunc", Math.Truncate), ("round", Round),
                ("sign", number => double.IsNaN(number) || number == 0 ? number : Math.Sign(number)),
                ("sqrt", Math.Sqrt), ("cbrt", number => Math.Round(Math.Cbrt(number)) is var root && root * root * root == number ? root : Math.Cbrt(number)), ("exp", Math.Exp), ("expm1", number => Math.Abs(number) < 1e-5 ? number + (number * number / 2) : Math.Exp(number) - 1),
                ("log", Math.Log), ("log2", Math.Log2), ("log10", Math.Log10), ("log1p", number => Math.Abs(number) < 1e-5 ? number - (number * number / 2) : Math.Log(1 + number)),
                ("sin", Math.Sin), ("cos", Math.Cos), ("tan", Math.Tan), ("asin", Math.Asin), ("acos", Math.Acos), ("atan", Math.Atan),
                ("sinh", Math.Sinh), ("cosh", Math.Cosh), ("tanh", Math.Tanh), ("asinh", Math.Asinh), ("acosh", Math.Acosh), ("atanh", Math.Atanh),
                ("fround", number => (float)number),
            ])
        {
            world.Method(math, name, 1, (run, _, arguments) => JsValue.Of(function(Coerce.ToNumber(run, arguments.At(0)))));
        }
        world.Method(math, "pow", 2, (run, _, arguments) => JsValue.Of(Operators.Power(Coerce.ToNumber(run, arguments.At(0)), Coerce.ToNumber(run, arguments.At(1)))));
        world.Method(math, "atan2", 2, (run, _, arguments) => JsValue.Of(Math.Atan2(Coerce.ToNumber(run, arguments.At(0)), Coerce.ToNumber(run, arguments.At(1)))));
        world.Method(math, "imul", 2, (run, _, arguments) => JsValue.Of((double)unchecked(Coerce.ToInt32(run, arguments.At(0)) * Coerce.ToInt32(run, arguments.At(1)))));
        world.Method(math, "clz32", 1, (run, _, arguments) => JsValue.Of((double)BitOperations.LeadingZeroCount(Coerce.ToUint32(run, arguments.At(0)))));
        world.Method(math, "random", 0, (run, _, _) => JsValue.Of(run.Host.NextRandom()));
        world.Method(math, "max", 2, (run, _, arguments) => Fold(run, arguments, double.NegativeInfinity, Math.Max));
        world.Method(math, "min", 2, (run, _, arguments) => Fold(run, arguments, double.PositiveInfinity, Math.Min));
        world.Method(math, "hypot", 2, (run, _, arguments) =>
        {
            double sum = 0;
            var isInfinite = false;
            foreach (var argument in arguments)
            {
                run.Spend(1);
                var number = Coerce.ToNumber(run, argument);
                isInfinite |= double.IsInfinity(number);
                sum += number * number;
            }
            return JsValue.Of(isInfinite ? double.PositiveInfinity : Math.Sqrt(sum));
        });
    }

    private static double Round(double number)
    {
        if (!double.IsFinite(number) || Math.Abs(number) >= 4503599627370496)
            return number;
        var floor = Math.Floor(number);
        var rounded = number - floor >= 0.5 ? floor + 1 : floor;
        return rounded == 0 && (number < 0 || double.IsNegative(number)) ? -0.0 : rounded;
    }

    private static JsValue Fold(JsRun run, ReadOnlySpan<JsValue> arguments, double result, Func<double, double, double> fold)
    {
        foreach (var argument in arguments)
        {
            run.Spend(1);
            result = fold(result, Coerce.ToNumber(run, argument));
        }
        return JsValue.Of(result);
    }
}
