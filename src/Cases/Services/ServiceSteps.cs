using System.Collections.Immutable;

namespace AidWorkflow.Cases.Services;

/// <summary>The steps whose terms every service sets in service.json.</summary>
public static class ServiceSteps
{
    public const string Completeness = "completeness";
    public const string Supplement = "supplement";
    public const string VillageOpinion = "village-opinion";
    public const string HomeVisit = "home-visit";
    public const string TownshipReview = "township-review";
    public const string ObjectionReview = "objection-review";
    public const string DistrictDecision = "district-decision";
    public const string Delivery = "delivery";
    public const string Payout = "payout";

    /// <summary>The applicant's time to ask for it, from the delivery of the decision.</summary>
    public const string ReconsiderationRequest = "reconsideration-request";
    public const string ReconsiderationDecision = "reconsideration-decision";

    // Provincial money only.
    public const string CityCheck = "city-check";
    public const string ProvinceDecision = "province-decision";

    // Fast track only.
    public const string FirstPayment = "first-payment";
    public const string BackFill = "back-fill";

    private static readonly ImmutableArray<string> Always =
        [Completeness, Supplement, VillageOpinion, HomeVisit, TownshipReview, ObjectionReview, DistrictDecision, Delivery, Payout, ReconsiderationRequest, ReconsiderationDecision];

    public static IEnumerable<string> Owed(ServiceDescription service) =>
    [
        .. Always,
        .. service.Route == FundRoute.Provincial ? [CityCheck, ProvinceDecision] : Array.Empty<string>(),
        .. service.FastTrack ? [FirstPayment, BackFill] : Array.Empty<string>(),
    ];
}
