using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CheckIn.Hub.Web.OpenApi;

/// <summary>
/// Completes the document that the framework writes of the routes: who may ask, headings, and for every operation an
/// example of what is asked, of what is answered, and of each refusal.
/// </summary>
internal sealed class ApiDocument : IOpenApiDocumentTransformer
{
    private const string Json = "application/json", Problem = "application/problem+json", Token = "token";

    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "CheckIn hub";
        document.Info.Version = "v1";
        document.Info.Description = "Entrance gates, and the hub that looks after them. Times are of UTC, ISO 8601; "
            + "names in snake_case. Refusals are RFC 9457, in Vietnamese for who prefers it (Accept-Language: vi), else "
            + "in English. What somebody does not see is answered as what is not there. Every value in the "
            + "examples is made up.";
        document.Tags = new HashSet<OpenApiTag>(
            ApiTags.All.Select(static tag => new OpenApiTag { Name = tag.Name, Description = tag.What }));
        AskWho(document);
        foreach (var (path, item) in document.Paths)
        {
            foreach (var (method, operation) in item.Operations ?? [])
                Complete(document, path, operation, ApiExample.Of($"{method.Method} {path}"));
        }
        return Task.CompletedTask;
    }

    private static void AskWho(OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Token] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An API token (checkin-hub token create). Browsers that are signed in use their session.",
        };
        var token = new OpenApiSecuritySchemeReference(Token, document);
        document.Security = [new OpenApiSecurityRequirement { [token] = [] }];
    }

    private static void Complete(OpenApiDocument document, string path, OpenApiOperation operation, ApiExample example)
    {
        operation.Tags = new HashSet<OpenApiTagReference> { new(ApiTags.Of(path), document) };
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
            parameter.Example = example.Parameters.GetValueOrDefault(parameter.Name!)?.DeepClone();
        foreach (var content in operation.RequestBody?.Content?.Values ?? [])
            content.Example = example.Request?.DeepClone();
        operation.Responses ??= [];
        Answer(operation.Responses, example);
        if (!path.StartsWith("/api/", StringComparison.Ordinal))
            return;
        foreach (var status in (string[])["401", "403"])
            operation.Responses.TryAdd(status, new OpenApiResponse { Description = Refusal(Number(status)) });
        foreach (var (status, response) in operation.Responses)
        {
            if (status[0] is '4' or '5' && response is OpenApiResponse refusal)
                Refuse(document, refusal, Number(status));
        }
    }

    private static void Answer(OpenApiResponses responses, ApiExample example)
    {
        if (!responses.Keys.Any(static status => status[0] == '2'))
            responses["200"] = new OpenApiResponse { Description = "OK" };
        foreach (var (status, value) in responses)
        {
            if (status[0] != '2' || value is not OpenApiResponse response
                || (example.Response is null && example.Others.Count == 0))
                continue;
            response.Content ??= new Dictionary<string, OpenApiMediaType>();
            if (example.Response is { } answer)
            {
                response.Content.TryAdd(Json, new OpenApiMediaType());
                response.Content[Json].Example = answer.DeepClone();
            }
            foreach (var (media, other) in example.Others)
            {
                var type = other is JsonObject ? JsonSchemaType.Object : JsonSchemaType.String;
                response.Content[media] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchema { Type = type },
                    Example = other?.DeepClone(),
                };
            }
        }
    }

    private static void Refuse(OpenApiDocument document, OpenApiResponse response, int status)
    {
        response.Content ??= new Dictionary<string, OpenApiMediaType>();
        var schema = new OpenApiSchemaReference("ProblemDetails", document);
        response.Content.TryAdd(Problem, new OpenApiMediaType { Schema = schema });
        response.Content[Problem].Example = new JsonObject
        {
            ["type"] = "about:blank",
            ["title"] = "Not done",
            ["status"] = status,
            ["detail"] = Refusal(status),
        };
    }

    private static int Number(string status) => int.Parse(status, CultureInfo.InvariantCulture);

    private static string Refusal(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request cannot be read: limit is 1 to 1000. Nothing was done.",
        StatusCodes.Status401Unauthorized => "Nobody is signed in, and no token was shown. Nothing was done.",
        StatusCodes.Status403Forbidden => "Your roles do not allow this. Nothing was done.",
        StatusCodes.Status404NotFound => "There is no such thing that you see. Nothing was done.",
        StatusCodes.Status409Conflict => "That does not go with what is there already. Nothing was done.",
        StatusCodes.Status429TooManyRequests => "Too much at once. Nothing was done; come again in a minute.",
        _ => "The hub cannot do it now. Nothing was done; try again.",
    };
}
