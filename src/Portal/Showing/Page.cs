using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Serving;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AidWorkflow.Portal.Showing;

/// <summary>Answers with a component, rendered on the server and sent whole.</summary>
internal static class Page
{
    /// <remarks>The result does not name the page's type: the generator that writes the handlers at build time does not see components.</remarks>
    public static RazorComponentResult Of<TPage>(params (string Name, object? Value)[] parameters)
        where TPage : IComponent => new(typeof(TPage), parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value)) { PreventStreamingRendering = true };

    /// <summary>As <see cref="Of"/>, told to be a fault of the input, so that a script sees that the form was not taken.</summary>
    public static RazorComponentResult Faulty<TPage>(params (string Name, object? Value)[] parameters)
        where TPage : IComponent
    {
        var page = Of<TPage>(parameters);
        page.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return page;
    }

    /// <summary>After a post, so that going back or loading again sends nothing twice.</summary>
    public static IResult SeeOther(string address) => new SeeOtherResult(address);

    private sealed class SeeOtherResult(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = address;
            return Task.CompletedTask;
        }
    }

    /// <summary>Every post from a page carries the token of its form; one without it is from elsewhere.</summary>
    public static TBuilder GuardForms<TBuilder>(this TBuilder pages)
        where TBuilder : IEndpointConventionBuilder => pages.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            if (HttpMethods.IsPost(http.Request.Method) && !await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http))
            {
                if (http.Request.Headers.ContainsKey(SentByScript.Header))
                    http.Response.Headers[SentByScript.Header] = SentByScript.Stale;
                return Faulty<Problem>((nameof(Problem.Title), Said("这个页面打开太久了", "This page was open for too long")),
                    (nameof(Problem.Words), Said("为了安全，请返回上一页、刷新后重新提交。您填写的内容仍在上一页。", "For your safety, go back, reload the page and send it again. What you wrote is still on that page.")));
            }

            return await next(context);
        });

    private static string Said(string chinese, string english) => Speech.Of(System.Globalization.CultureInfo.CurrentUICulture) == "en" ? english : chinese;
}

/// <summary>What was wrong with a post, as the page shows it: every fault with its field.</summary>
public sealed record Faults(IReadOnlyList<Fault> All)
{
    public static Faults None { get; } = new([]);

    public bool Any => All.Count > 0;

    /// <summary>Told of fields that the page has under a name of their own, but for some.</summary>
    public Faults Under(string name, params string[] apart) => new([.. All.Select(fault => fault.Field is { } field && !apart.Contains(field) ? fault with { Field = $"{name}.{field}" } : fault)]);

    /// <summary>A fault told of one field stands beside another, where the page calls it differently; beside none, where the page does not have it.</summary>
    public Faults Moved(string from, string? to) => new([.. All.Select(fault => fault.Field == from ? fault with { Field = to } : fault)]);

    public IEnumerable<Fault> Of(string field) => All.Where(fault => fault.Field == field);
}

/// <param name="Field">The name of the form's field; null where it is none.</param>
public sealed record Fault(string? Field, string Words);

/// <summary>Does what a page asks for; a refusal becomes words on the page, with everything the person wrote still there.</summary>
internal static class Trying
{
    public static async Task<IResult> RunAsync<T>(Func<Task<T>> act, Func<T, IResult> done, Func<Faults, Task<IResult>> refused)
    {
        Faults faults;
        try
        {
            return done(await act());
        }
        catch (RefusedException refusal) when (refusal.Code is not (Acts.Busy or Acts.Unsure)) // a page that shows it would have to ask the same database
        {
            faults = Of(refusal);
        }
        catch (MalformedFormException malformed)
        {
            faults = Of(malformed.Faults);
        }

        return await refused(faults);
    }

    public static Faults Of(RefusedException refusal) => new([.. refusal.Others.Prepend(refusal).Select(one => new Fault(one.Field, Texts.Say(one, Spoken)))]);

    public static Faults Of(IEnumerable<FieldFault> faults) => new([.. faults.Select(fault => new Fault(fault.Field, fault.Say(Spoken)))]);

    private static string Spoken => Speech.Of(System.Globalization.CultureInfo.CurrentUICulture);
}
