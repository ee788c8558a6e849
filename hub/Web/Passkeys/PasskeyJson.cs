using System.Text.Json;
using System.Text.Json.Serialization;

namespace CheckIn.Hub.Web.Passkeys;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PasskeyQuestion))]
internal sealed partial class PasskeyJson : JsonSerializerContext;
