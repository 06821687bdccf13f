using System.Globalization;
using System.Text.Json;

namespace AidWorkflow.Cases.Forms;

/// <summary>
/// A place in a file of a service. Reading what is not there or not right writes a fault with file, place and reason, answers a harmless value
/// and goes on, so that one reading finds everything that is wrong.
/// </summary>
internal readonly struct JsonSpot(JsonElement element, string file, string place, List<FileFault> faults)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    public JsonElement Element => element;

    public string Place => place;

    public static JsonSpot? Parse(string text, string file, List<FileFault> faults)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return new JsonSpot(document.RootElement.Clone(), file, "$", faults);
            faults.Add(new FileFault(file, "$", "file.not-an-object", []));
        }
        catch (JsonException broken)
        {
            var line = broken.LineNumber is { } number ? $"line {number + 1}" : "";
            faults.Add(new FileFault(file, line, "file.not-json", [("detail", broken.Message.Split(" LineNumber", 2)[0])]));
        }

        return null;
    }

    public void Fault(string code, params (string Name, object? Value)[] values) => faults.Add(new FileFault(file, place, code, [.. values]));

    public bool Has(string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _);

    public JsonSpot At(string name) => new(Has(name) ? element.GetProperty(name) : default, file, $"{place}.{name}", faults);

    public JsonSpot Item(int index) => new(element[index], file, $"{place}[{index}]", faults);

    /// <summary>A property nobody reads is a slip of the pen.</summary>
    public void Knows(params string[] names)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            Fault("file.not-an-object");
            return;
        }

        foreach (var property in element.EnumerateObject().Where(property => !names.Contains(property.Name, StringComparer.Ordinal)))
            At(property.Name).Fault("file.unknown-property", ("name", property.Name), ("known", string.Join(", ", names)));
    }

    public IEnumerable<(string Name, JsonSpot Spot)> Properties()
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            Fault(element.ValueKind == JsonValueKind.Undefined ? "file.missing-value" : "file.not-an-object");
            return [];
        }

        var self = this;
        return [.. element.EnumerateObject().Select(property => (property.Name, self.At(property.Name)))];
    }

    public IEnumerable<JsonSpot> Items()
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            Fault(element.ValueKind == JsonValueKind.Undefined ? "file.missing-value" : "file.not-a-list");
            return [];
        }

        var self = this;
        return [.. Enumerable.Range(0, element.GetArrayLength()).Select(index => self.Item(index))];
    }

    public IEnumerable<JsonSpot> Items(string name) => At(name).Items();

    public IEnumerable<JsonSpot> ItemsIfAny(string name) => Has(name) ? At(name).Items() : [];

    public string Text()
    {
        if (element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } text)
            return text;
        Fault(element.ValueKind == JsonValueKind.Undefined ? "file.missing-value" : "file.not-text");
        return "";
    }

    public string Text(string name) => At(name).Text();

    public string? TextIfAny(string name) => Has(name) ? Text(name) : null;

    public LocalText Local(string name)
    {
        var spot = At(name);
        if (spot.Element.ValueKind != JsonValueKind.Object)
        {
            spot.Fault(spot.Element.ValueKind == JsonValueKind.Undefined ? "file.missing-value" : "file.not-both-languages");
            return LocalText.Same("");
        }

        spot.Knows("zh-CN", "en");
        return new LocalText(spot.Text("zh-CN"), spot.Text("en"));
    }

    public LocalText? LocalIfAny(string name) => Has(name) ? Local(name) : null;

    public bool Flag(string name)
    {
        var spot = At(name);
        if (spot.Element.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return spot.Element.GetBoolean();
        spot.Fault(spot.Element.ValueKind == JsonValueKind.Undefined ? "file.missing-value" : "file.not-true-false");
        return false;
    }

    public bool FlagIfAny(string name, bool otherwise) => Has(name) ? Flag(name) : otherwise;

    public int Whole(int least, int most)
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) && number >= least && number <= most)
            return number;
        Fault(element.ValueKind == JsonValueKind.Undefined ? "file.missing-value" : "file.not-whole", ("least", least), ("most", most));
        return least;
    }

    /// <summary>Yuan as text with at most two decimals: "20000.00". A number would invite floating point.</summary>
    public long Cents()
    {
        if (element.ValueKind == JsonValueKind.String && Answer.Cents(element.GetString()!) is { } cents and >= 0)
            return cents;
        Fault(element.ValueKind == JsonValueKind.Undefined ? "file.missing-value" : "file.not-yuan");
        return 0;
    }

    public DateOnly Day(string name)
    {
        var spot = At(name);
        if (spot.Element.ValueKind == JsonValueKind.String && Answer.Day(spot.Element.GetString()!) is { } day)
            return day;
        spot.Fault(spot.Element.ValueKind == JsonValueKind.Undefined ? "file.missing-value" : "file.not-a-day");
        return DateOnly.MinValue;
    }

    public DateOnly? DayIfAny(string name) => Has(name) && At(name).Element.ValueKind != JsonValueKind.Null ? Day(name) : null;

    public T OneOf<T>(string name, IReadOnlyDictionary<string, T> choices)
    {
        var spot = At(name);
        if (spot.Element.ValueKind == JsonValueKind.String && choices.TryGetValue(spot.Element.GetString()!, out var chosen))
            return chosen;
        spot.Fault(spot.Element.ValueKind == JsonValueKind.Undefined ? "file.missing-value" : "file.not-one-of",
            ("found", spot.Element.ValueKind == JsonValueKind.Undefined ? "" : spot.Element.ToString()), ("choices", string.Join(", ", choices.Keys)));
        return choices.Values.First();
    }

    public long LongIfAny(string name, long otherwise, long least, long most)
    {
        if (!Has(name))
            return otherwise;
        var spot = At(name);
        if (spot.Element.ValueKind == JsonValueKind.Number && spot.Element.TryGetInt64(out var number) && number >= least && number <= most)
            return number;
        spot.Fault("file.not-whole", ("least", least.ToString(CultureInfo.InvariantCulture)), ("most", most.ToString(CultureInfo.InvariantCulture)));
        return otherwise;
    }
}
