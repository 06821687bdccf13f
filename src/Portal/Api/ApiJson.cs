using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Serving;

namespace AidWorkflow.Portal.Api;

/// <summary>How answers are written and requests read: camelCase, enums by name, ids as UUIDs, words in the reader's language; a field of a request that nobody asks for is a mistake.</summary>
internal static class ApiJson
{
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All); // Chinese as Chinese

    private static readonly IJsonTypeInfoResolver Types = new DefaultJsonTypeInfoResolver().WithAddedModifier(type =>
    {
        if (typeof(IAsked).IsAssignableFrom(type.Type))
            type.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
    });

    private static readonly JsonConverter[] Converters = [new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false), new WordsConverter(), new TypedIdConverterFactory()];

    /// <summary>One and the same for all portals of a process: options that are alike in each part share what was found out about types, which is a second of work for our hundreds of calls.</summary>
    public static void Apply(JsonSerializerOptions json)
    {
        json.Encoder = Encoder;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.RespectRequiredConstructorParameters = true; // a verdict that was left out is not the first of the list
        json.TypeInfoResolver = Types;
        foreach (var converter in Converters)
            json.Converters.Add(converter);
    }

    public static bool IsTypedId(Type type) =>
        type.IsValueType && type.GetInterfaces().Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(ITypedId<>));

    private sealed class WordsConverter : JsonConverter<LocalText>
    {
        public override LocalText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => LocalText.Same(reader.GetString() ?? throw new JsonException());

        public override void Write(Utf8JsonWriter writer, LocalText value, JsonSerializerOptions options) => writer.WriteStringValue(value.In(Speech.Of(CultureInfo.CurrentUICulture)));
    }

    private sealed class TypedIdConverterFactory : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => IsTypedId(typeToConvert);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(TypedIdConverter<>).MakeGenericType(typeToConvert))!;
    }

    private sealed class TypedIdConverter<TId> : JsonConverter<TId>
        where TId : struct, ITypedId<TId>
    {
        public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => TId.Of(reader.GetGuid());

        public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
