namespace AidWorkflow.Portal.Hosting;

/// <summary>A sentence for an operator or a person in both languages, side by side so that neither drifts.</summary>
internal sealed record Said(string Chinese, string English)
{
    public static implicit operator Said((string Chinese, string English) pair) => new(pair.Chinese, pair.English);

    public string In(string language) => language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Chinese : English;
}
