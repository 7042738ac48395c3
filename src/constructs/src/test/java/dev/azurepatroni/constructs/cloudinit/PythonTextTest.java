package dev.azurepatroni.constructs.cloudinit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PythonTextTest {
  private static final String Q = "\"\"\"";

  @Test
  void docstringsCommentsAndEmptyLinesAreLeftOut() {
    String module =
        """
        #!/usr/bin/python3
        '''About the module.'''

        import os  # stays

        # A reason.
        def one() -> str:
            '''One line.'''
            # Another reason.
            return "# no comment"


        class Two:
            '''Several

            lines.'''

            three = 3
        """
            .replace("'''", Q);

    assertThat(PythonText.stripped(module))
        .isEqualTo(
            """
            #!/usr/bin/python3
            import os  # stays
            def one() -> str:
                return "# no comment"
            class Two:
                three = 3
            """);
  }

  @Test
  void aTextThatIsAValueStaysAsItIs() {
    String module =
        """
        SQL = '''
        # no comment

        SELECT 1;
        '''
        # A comment.
        def sql() -> str:
            return f'''
        {SQL}
        '''
        """
            .replace("'''", Q);

    assertThat(PythonText.stripped(module)).isEqualTo(module.replace("# A comment.\n", ""));
  }

  @Test
  void aDocstringThatIsTheWholeBlockStays() {
    String module =
        """
        class Failure(Exception):
            '''It failed.'''

        class Other(Exception):
            '''It failed,
            too.'''
        """
            .replace("'''", Q);

    assertThat(PythonText.stripped(module)).isEqualTo(module.replace("\n\n", "\n"));
  }
}
