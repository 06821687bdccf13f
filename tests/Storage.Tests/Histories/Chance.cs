namespace AidWorkflow.Storage.Tests.Histories;

/// <summary>Random numbers of a seed that several threads may draw from.</summary>
internal sealed class Chance(int seed) : Random(seed)
{
    private readonly Lock gate = new();

    public override int Next()
    {
        lock (gate)
            return base.Next();
    }

    public override int Next(int maxValue)
    {
        lock (gate)
            return base.Next(maxValue);
    }

    public override double NextDouble()
    {
        lock (gate)
            return base.NextDouble();
    }
}
