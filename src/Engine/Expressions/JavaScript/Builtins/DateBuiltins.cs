using System.Globalization;
using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript.Builtins;

/// <summary>Date. "Local" is China Standard Time wherever the server stands; now is the host's.</summary>
internal static class DateBuiltins
{
    private static readonly string[] Days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    public static void Add(World world)
    {
        var type = world.Type("Date", 7, Realm.Dates, (run, _, _) => JsValue.Of(Text(Now(run), "full")), (run, _, arguments) => Make(run, arguments));
        world.Method(type, "now", 0, (run, _, _) => JsValue.Of(Now(run)));
        world.Method(type, "parse", 1, (run, _, arguments) => JsValue.Of(Read(run, Coerce.ToText(run, arguments.At(0)))));
        world.Method(type, "UTC", 7, (run, _, arguments) => JsValue.Of(Clip(FromParts(run, arguments))));

        var prototype = Realm.Dates;
        AddParts(world, prototype);
        AddTexts(world, prototype);
        world.Method(prototype, "getTime", 0, (_, self, _) => JsValue.Of(Self(self).Milliseconds));
        world.Method(prototype, "valueOf", 0, (_, self, _) => JsValue.Of(Self(self).Milliseconds));
        world.Method(prototype, "getTimezoneOffset", 0, (_, self, _) => JsValue.Of(double.IsNaN(Self(self).Milliseconds) ? double.NaN : -DateParts.LocalOffset / 60_000));
        world.Method(prototype, "setTime", 1, (run, self, arguments) => JsValue.Of(Self(self).Milliseconds = Clip(Coerce.ToNumber(run, arguments.At(0)))));
    }

    private static JsDate Self(JsValue self) => self.Object as JsDate ?? throw Throw.TypeError("this is not a Date object.");

    private static double Now(JsRun run) => run.Host.Now.ToUnixTimeMilliseconds();

    public static double Clip(double milliseconds) =>
        double.IsFinite(milliseconds) && Math.Abs(milliseconds) <= 8.64e15 ? Math.Truncate(milliseconds) + 0.0 : double.NaN;

    private static double Read(JsRun run, string text)
    {
        run.Spend(100 + text.Length);
        return text.Length > 200 ? double.NaN : DateReader.Read(text);
    }

    private static JsValue Make(JsRun run, ReadOnlySpan<JsValue> arguments)
    {
        run.Allocate(64);
        double milliseconds;
        if (arguments.Length == 0)
            milliseconds = Now(run);
        else if (arguments.Length > 1)
            milliseconds = FromParts(run, arguments) - DateParts.LocalOffset;
        else if (arguments[0].Object is JsDate other)
            milliseconds = other.Milliseconds;
        else
            milliseconds = Coerce.ToPrimitive(run, arguments[0], "default") is var value && value.Text is { } text ? Read(run, text) : Coerce.ToNumber(run, value);
        return JsValue.Of(new JsDate(Clip(milliseconds)));
    }

    private static double FromParts(JsRun run, ReadOnlySpan<JsValue> arguments)
    {
        Span<double> parts = [double.NaN, 0, 1, 0, 0, 0, 0];
        for (var index = 0; index < Math.Min(7, arguments.Length); index++)
            parts[index] = Math.Truncate(Coerce.ToNumber(run, arguments[index]));
        if (parts[0] is >= 0 and <= 99)
            parts[0] += 1900;
        return Together(parts);
    }

    public static double Together(ReadOnlySpan<double> parts)
    {
        foreach (var part in parts)
        {
            if (!double.IsFinite(part))
                return double.NaN;
        }
        var days = DateParts.DaysTo(parts[0], parts[1]) + parts[2] - 1;
        return (days * DateParts.DayLength) + (parts[3] * 3_600_000) + (parts[4] * 60_000) + (parts[5] * 1_000) + parts[6];
    }

    private static void AddParts(World world, JsObject prototype)
    {
        // The place of each part in the arguments of new Date(), and how many its setter takes.
        foreach (var (name, place, takes) in (ReadOnlySpan<(string, int, int)>)
            [("FullYear", 0, 3), ("Month", 1, 2), ("Date", 2, 1), ("Hours", 3, 4), ("Minutes", 4, 3), ("Seconds", 5, 2), ("Milliseconds", 6, 1)])
        {
            foreach (var (zone, offset) in (ReadOnlySpan<(string, double)>)[("", DateParts.LocalOffset), ("UTC", 0)])
            {
                world.Method(prototype, $"get{zone}{name}", 0, (_, self, _) => JsValue.Of(Part(Self(self).Milliseconds + offset, place)));
                world.Method(prototype, $"set{zone}{name}", takes, (run, self, arguments) =>
                {
                    var date = Self(self);
                    var start = double.IsNaN(date.Milliseconds) && place == 0 ? 0 : date.Milliseconds + offset;
                    Span<double> parts = stackalloc double[7];
                    for (var index = 0; index < 7; index++)
                        parts[index] = Part(start, index);
                    for (var index = 0; index < Math.Min(takes, Math.Max(1, arguments.Length)); index++)
                        parts[place + index] = Math.Truncate(Coerce.ToNumber(run, arguments.At(index)));
                    return JsValue.Of(date.Milliseconds = Clip(Together(parts) - offset));
                });
            }
        }
        world.Method(prototype, "getDay", 0, (_, self, _) => JsValue.Of(Part(Self(self).Milliseconds + DateParts.LocalOffset, 7)));
        world.Method(prototype, "getUTCDay", 0, (_, self, _) => JsValue.Of(Part(Self(self).Milliseconds, 7)));
    }

    private static double Part(double milliseconds, int place)
    {
        if (double.IsNaN(milliseconds))
            return double.NaN;
        var parts = DateParts.Of(milliseconds);
        return place switch
        {
            0 => parts.Year,
            1 => parts.Month,
            2 => parts.Day,
            3 => parts.Hour,
            4 => parts.Minute,
            5 => parts.Second,
            6 => parts.Millisecond,
            _ => parts.Weekday,
        };
    }

    private static void AddTexts(World world, JsObject prototype)
    {
        world.Method(prototype, "toISOString", 0, (run, self, _) =>
            double.IsNaN(Self(self).Milliseconds) ? throw Throw.RangeError("Invalid time value") : JsValue.Of(Self(self).ToIso()));
        world.Method(prototype, "toJSON", 1, (run, self, _) =>
            self.Object is JsDate date ? double.IsNaN(date.Milliseconds) ? JsValue.Null : JsValue.Of(date.ToIso()) : throw Throw.TypeError("this is not a Date object."));
        foreach (var (name, form) in (ReadOnlySpan<(string, string)>)
            [
                ("toString", "full"), ("toDateString", "date"), ("toTimeString", "time"), ("toUTCString", "utc"),
                ("toLocaleString", "local"), ("toLocaleDateString", "local-date"), ("toLocaleTimeString", "local-time"),
            ])
        {
            world.Method(prototype, name, 0, (run, self, arguments) =>
            {
                run.AllocateText(64);
                if (form.StartsWith("local", StringComparison.Ordinal))
                {
                    Locales.Demand(run, arguments.At(0), "zh");
                    Locales.DemandOptions(arguments.At(1));
                }
                return JsValue.Of(Text(Self(self).Milliseconds, form));
            });
        }
    }

    private static string Text(double milliseconds, string form)
    {
        if (double.IsNaN(milliseconds))
            return "Invalid Date";
        var parts = DateParts.Of(form == "utc" ? milliseconds : milliseconds + DateParts.LocalOffset);
        var year = (parts.Year < 0 ? "-" : "") + Math.Abs(parts.Year).ToString("0000", CultureInfo.InvariantCulture);
        var day = parts.Day.ToString("00", CultureInfo.InvariantCulture);
        var clock = string.Create(CultureInfo.InvariantCulture, $"{parts.Hour:00}:{parts.Minute:00}:{parts.Second:00}");
        return form switch
        {
            "utc" => $"{Days[parts.Weekday]}, {day} {Months[parts.Month]} {year} {clock} GMT",
            "date" => $"{Days[parts.Weekday]} {Months[parts.Month]} {day} {year}",
            "time" => $"{clock} GMT+0800 (China Standard Time)",
            "local" => $"{parts.Year}/{parts.Month + 1}/{parts.Day} {clock}",
            "local-date" => $"{parts.Year}/{parts.Month + 1}/{parts.Day}",
            "local-time" => clock,
            _ => $"{Days[parts.Weekday]} {Months[parts.Month]} {day} {year} {clock} GMT+0800 (China Standard Time)",
        };
    }
}
