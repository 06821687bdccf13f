using AidWorkflow.Engine.Running;

namespace AidWorkflow.Cases.Acting;

/// <summary>
/// How this attempt of an act must run its burst, because an activity threw in the attempt before.
/// Scoped: the runner of acts fills it before it runs the act on a fresh scope.
/// </summary>
public sealed class Attempt
{
    public Rerun? Rerun { get; set; }
}
