using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.StandingIn;

/// <summary>How whoever acted is named wherever a decision is told of: who stood in is never told without for whom.</summary>
public static class StoodIn
{
    /// <param name="principal">Null where they acted as themselves.</param>
    public static LocalText Name(LocalText by, LocalText? principal) => principal is null ? by : new($"{by.Zh} 代 {principal.Zh}", $"{by.En} for {principal.En}");
}
