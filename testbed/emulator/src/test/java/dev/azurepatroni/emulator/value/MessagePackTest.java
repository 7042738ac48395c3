package dev.azurepatroni.emulator.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessagePackTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "1",
        "-1",
        "65536",
        "9223372036854775807",
        "0.5",
        "1.2345678901234567890123",
        "123456789012345678901234567890"
      })
  void aNumberOfAnySizeSurvives(String number) {
    Value value = new Value.Num(new BigDecimal(number));
    assertThat(MessagePack.decode(MessagePack.encode(value), ValueType.Primitive.NUMBER))
        .isEqualTo(value);
  }

  @Test
  void anObjectSurvivesWithItsNullAndUnknownFields() {
    Map<String, ValueType> types = new LinkedHashMap<>();
    types.put("name", ValueType.Primitive.STRING);
    types.put("zones", new ValueType.SetOf(ValueType.Primitive.STRING));
    types.put("tags", new ValueType.MapOf(ValueType.Primitive.STRING));
    types.put("id", ValueType.Primitive.STRING);
    types.put("on", ValueType.Primitive.BOOL);
    ValueType type = new ValueType.ObjectOf(types);
    Value value =
        type.conform(
            Value.of(
                Map.of(
                    "name", Value.Absent.NULL,
                    "zones", Value.texts(List.of("3", "1", "3")),
                    "tags", Value.of(Map.of("a", Value.of("b"))),
                    "id", Value.Absent.UNKNOWN,
                    "on", Value.of(true))));

    Value back = MessagePack.decode(MessagePack.encode(value), type);

    assertThat(back).isEqualTo(value);
    assertThat(back.texts("zones")).containsExactly("1", "3");
    assertThat(back.isFullyKnown()).isFalse();
  }
}
