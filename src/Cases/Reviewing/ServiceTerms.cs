using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>The terms of a service's file, as clocks count them.</summary>
internal static class ServiceTerms
{
    /// <summary>The term of a step; null where the service sets none.</summary>
    public static Term? Term(this ServicePackage service, string step) =>
        service.Description.Deadlines.TryGetValue(step, out var term) ? term.ToTerm() : null;

    /// <summary>When the limit of a step is amber and red, and whom it reminds.</summary>
    public static ClockRule Clock(this ServicePackage service, string step) => service.Description.Clock(step);

    public static Term ToTerm(this ServiceTerm term) => term.Unit switch
    {
        "working-days" => Clocks.Term.WorkingDays(term.Count),
        "calendar-days" => Clocks.Term.CalendarDays(term.Count),
        "months" => Clocks.Term.Months(term.Count),
        "years" => Clocks.Term.Months(term.Count * 12),
        _ => throw new RefusedException("service.term-unit", null, ("unit", term.Unit)),
    };
}
