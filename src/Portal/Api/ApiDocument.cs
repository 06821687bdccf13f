using AidWorkflow.Cases.Forms;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace AidWorkflow.Portal.Api;

/// <summary>What the API is, for programs that read it: /openapi/v1.json.</summary>
internal static class ApiDocument
{
    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", document =>
    {
        document.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        document.CreateSchemaReferenceId = type => IsOneText(type.Type) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        document.AddSchemaTransformer((schema, context, _) =>
        {
            Describe(schema, context.JsonTypeInfo.Type);
            return Task.CompletedTask;
        });
        document.AddOperationTransformer((operation, context, _) =>
        {
            Describe(operation, context.Description.ActionDescriptor.EndpointMetadata, context.Document);
            return Task.CompletedTask;
        });
        document.AddDocumentTransformer((whole, _, _) =>
        {
            whole.Info = new OpenApiInfo { Title = "AidWorkflow", Version = "v1", Description = "Everything the pages do, as JSON. Times are UTC, days are those of China Standard Time, money is integer cents. Words come in the language of Accept-Language: zh-CN or en." };
            whole.Servers = [];
            ShareProblems(whole);
            whole.Components ??= new OpenApiComponents();
            whole.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                [Bearer.Name] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token that an administrator issued; it acts as one account, with its roles and area." },
            };
            return Task.CompletedTask;
        });
    });

    public static void MapApiDocument(this WebApplication app) => app.MapOpenApi("/openapi/{documentName}.json");

    private static void Describe(OpenApiOperation operation, IList<object> about, OpenApiDocument? whole)
    {
        operation.OperationId = operation.OperationId?.Split('.')[^1];
        if (about.OfType<TakesKey>().Any())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = Asking.KeyHeader,
                In = ParameterLocation.Header,
                Description = "Sent again with the same key and body within 24 hours, the request is answered as before and does nothing; with another body it is refused.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = Cases.Integrating.RequestKey.Longest },
            });
        }

        if (about.OfType<IAuthorizeData>().Any() && operation.Security is null or { Count: 0 })
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer.Name, whole)] = [] }];
    }

    /// <summary>Every operation may answer with the same problems: they are told once.</summary>
    private static void ShareProblems(OpenApiDocument whole)
    {
        whole.Components ??= new OpenApiComponents();
        whole.Components.Responses ??= new Dictionary<string, IOpenApiResponse>(StringComparer.Ordinal);
        foreach (var responses in whole.Paths.Values.SelectMany(path => path.Operations ?? []).Select(operation => operation.Value.Responses).OfType<OpenApiResponses>())
        {
            foreach (var (status, response) in responses.Where(one => one.Value.Content?.ContainsKey("application/problem+json") == true).ToList())
            {
                whole.Components.Responses.TryAdd($"problem{status}", response);
                responses[status] = new OpenApiResponseReference($"problem{status}", whole);
            }
        }
    }

    private static void Describe(OpenApiSchema schema, Type written)
    {
        var type = Nullable.GetUnderlyingType(written) ?? written;
        if (type == typeof(LocalText))
            (schema.Type, schema.Description) = (JsonSchemaType.String, "In the language that was asked for.");
        else if (ApiJson.IsTypedId(type))
            (schema.Type, schema.Format, schema.Description) = (type == written ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null, "uuid", null);
        else if (type.IsEnum)
            schema.Type = JsonSchemaType.String;
        else if (type == typeof(ProblemDetails))
            Problem(schema);
    }

    /// <summary>What our problems say besides.</summary>
    private static void Problem(OpenApiSchema schema)
    {
        OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
        schema.Properties ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        schema.Properties["code"] = Text("Stays the same, whatever the words.");
        schema.Properties["errors"] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "What is wrong, by field.",
            AdditionalProperties = new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) { ["code"] = Text("Stays the same."), ["title"] = Text("In the language that was asked for.") },
                },
            },
        };
    }

    /// <summary>Written as one string: an id, or words in one language.</summary>
    private static bool IsOneText(Type type) => type == typeof(LocalText) || ApiJson.IsTypedId(Nullable.GetUnderlyingType(type) ?? type);
}
