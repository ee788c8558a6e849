using System.Text.Json;
using System.Text.RegularExpressions;

namespace CheckIn.Fixtures;

/// <summary>
/// Judges values by JSON Schema, as far as the product's documents use it: a keyword that it does not know is an error,
/// so that no rule stands there which nobody checks. Strictly, a member that an object's schema does not name is a
/// problem too: what today's programs write has to be in the document, though readers ignore what they do not know.
/// </summary>
public sealed class JsonSchemas(JsonElement document, bool isStrict = false)
{
    private const int Deepest = 64;
    private static readonly HashSet<string> Told = ["description", "title", "examples", "example", "format", "default"];

    /// <summary>What is wrong with <paramref name="value"/>, with where; empty = nothing.</summary>
    /// <exception cref="NotSupportedException">The schema has a keyword that is not known here.</exception>
    public IReadOnlyList<string> Problems(JsonElement schema, JsonElement value)
    {
        var problems = new List<string>();
        Judge(schema, value, "$", problems, 0);
        return problems;
    }

    /// <summary>What a reference within the document stands for.</summary>
    public JsonElement Find(string reference)
    {
        var found = document;
        foreach (var name in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!found.TryGetProperty(name.Replace("~1", "/", StringComparison.Ordinal), out found))
                throw new KeyNotFoundException($"{reference} leads nowhere.");
        }
        return found;
    }

    private void Judge(JsonElement schema, JsonElement value, string at, List<string> problems, int depth)
    {
        if (depth > Deepest)
            throw new NotSupportedException($"{at} refers to itself.");
        foreach (var keyword in schema.EnumerateObject())
        {
            if (!Told.Contains(keyword.Name))
                Judge(schema, keyword, value, at, problems, depth);
        }
    }

    private void Judge(
        JsonElement schema, JsonProperty keyword, JsonElement value, string at, List<string> problems, int depth)
    {
        var rule = keyword.Value;
        switch (keyword.Name)
        {
            case "$ref":
                Judge(Find(rule.GetString()!), value, at, problems, depth + 1);
                break;
            case "type":
                Check(Types(rule).Any(type => IsOf(type, value)), $"is {value.ValueKind}, not {rule}");
                break;
            case "enum":
                var isOne = rule.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value));
                Check(isOne, $"is {value}, none of {rule}");
                break;
            case "anyOf" or "oneOf":
                JudgeAny(rule, value, at, problems, depth);
                break;
            case "properties" or "required" or "additionalProperties":
                JudgeObject(schema, keyword, value, at, problems, depth);
                break;
            case "items" or "minItems" or "maxItems":
                JudgeArray(keyword, value, at, problems, depth);
                break;
            case "pattern" or "minLength" or "maxLength":
                Check(!IsText(value) || IsTextRight(keyword, value.GetString()!), $"breaks {keyword}");
                break;
            case "minimum":
                Check(!IsNumber(value) || value.GetDouble() >= rule.GetDouble(), $"is below {rule}");
                break;
            case "maximum":
                Check(!IsNumber(value) || value.GetDouble() <= rule.GetDouble(), $"is above {rule}");
                break;
            default:
                throw new NotSupportedException($"The schema at {at} has '{keyword.Name}', which is not known here.");
        }

        void Check(bool isRight, string problem)
        {
            if (!isRight)
                problems.Add($"{at} {problem}");
        }
    }

    private void JudgeAny(JsonElement choices, JsonElement value, string at, List<string> problems, int depth)
    {
        var found = new List<string>();
        foreach (var choice in choices.EnumerateArray())
        {
            var own = new List<string>();
            Judge(choice, value, at, own, depth + 1);
            if (own.Count == 0)
                return;
            found.AddRange(own);
        }
        problems.Add($"{at} is none of {choices.GetArrayLength()}: {string.Join("; ", found)}");
    }

    private void JudgeObject(
        JsonElement schema, JsonProperty keyword, JsonElement value, string at, List<string> problems, int depth)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return;
        if (keyword.Name == "required")
        {
            problems.AddRange(keyword.Value.EnumerateArray().Select(static one => one.GetString()!)
                .Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{at} lacks {name}"));
            return;
        }
        var (rule, hasNames) = (keyword.Value.ValueKind, schema.TryGetProperty("properties", out var names));
        foreach (var member in value.EnumerateObject())
        {
            var path = $"{at}.{member.Name}";
            var isNamed = hasNames && names.TryGetProperty(member.Name, out _);
            if (keyword.Name == "properties" && isNamed)
                Judge(names.GetProperty(member.Name), member.Value, path, problems, depth + 1);
            else if (keyword.Name == "properties" && isStrict && !schema.TryGetProperty("additionalProperties", out _))
                problems.Add($"{path} is not in the document");
            else if (keyword.Name == "additionalProperties" && !isNamed && rule == JsonValueKind.False)
                problems.Add($"{path} must not be there");
            else if (keyword.Name == "additionalProperties" && !isNamed && rule == JsonValueKind.Object)
                Judge(keyword.Value, member.Value, path, problems, depth + 1);
        }
    }

    private void JudgeArray(JsonProperty keyword, JsonElement value, string at, List<string> problems, int depth)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return;
        if (keyword.Name == "items")
        {
            foreach (var (i, item) in value.EnumerateArray().Index())
                Judge(keyword.Value, item, FormattableString.Invariant($"{at}[{i}]"), problems, depth + 1);
        }
        else if (keyword.Name == "minItems" ? value.GetArrayLength() < keyword.Value.GetInt32()
            : value.GetArrayLength() > keyword.Value.GetInt32())
            problems.Add($"{at} breaks {keyword}");
    }

    private static bool IsTextRight(JsonProperty keyword, string text) => keyword.Name switch
    {
        "pattern" => Regex.IsMatch(
            text, keyword.Value.GetString()!, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)),
        "minLength" => text.Length >= keyword.Value.GetInt32(),
        _ => text.Length <= keyword.Value.GetInt32(),
    };

    private static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.String;

    private static bool IsNumber(JsonElement value) => value.ValueKind == JsonValueKind.Number;

    private static IEnumerable<string> Types(JsonElement rule) => rule.ValueKind == JsonValueKind.Array
        ? rule.EnumerateArray().Select(static one => one.GetString()!) : [rule.GetString()!];

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => throw new NotSupportedException($"Type '{type}' is not known here."),
    };
}
