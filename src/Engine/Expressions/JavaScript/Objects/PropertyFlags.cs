namespace AidWorkflow.Engine.Expressions.JavaScript.Objects;

[Flags]
internal enum PropertyFlags : byte
{
    None = 0,
    Writable = 1,
    Enumerable = 2,
    Configurable = 4,

    /// <summary>How built-in methods are defined.</summary>
    Hidden = Writable | Configurable,

    All = Writable | Enumerable | Configurable,
}
