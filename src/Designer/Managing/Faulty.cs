using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Designer.Managing;

/// <summary>What is wrong in a definition as a refusal: each error under its place.</summary>
internal static class Faulty
{
    internal static async Task<T> AsRefusedAsync<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (DefinitionException broken)
        {
            Refuse([broken.Fault]);
            throw;
        }
        catch (DefinitionFaultsException broken)
        {
            Refuse(broken.Faults.Where(fault => fault.Severity == Severity.Error));
            throw;
        }
        catch (NotPublishableException broken)
        {
            var refusals = new Refusals();
            foreach (var fault in broken.Faults)
                refusals.Add(new("workflow.fault", $"{fault.File} {fault.Place}", ("code", fault.Values.FirstOrDefault(value => value.Name == "code").Value ?? fault.Code), ("reason", ReasonOf(fault, "zh-CN")), ("reasonEn", ReasonOf(fault, "en"))));
            refusals.ThrowIfAny();
            throw;
        }
    }

    private static string ReasonOf(Cases.Forms.FileFault fault, string language) => fault.Code == "workflow.fault"
        ? fault.Values.FirstOrDefault(value => value.Name == (language == "en" ? "reasonEn" : "reason")).Value as string ?? "" : fault.Reason(language);

    private static void Refuse(IEnumerable<DefinitionFault> faults)
    {
        var refusals = new Refusals();
        foreach (var fault in faults)
            refusals.Add(new("workflow.fault", fault.Path, ("code", fault.Code), ("reason", fault.Why.Zh), ("reasonEn", fault.Why.En)));
        refusals.ThrowIfAny();
    }
}
